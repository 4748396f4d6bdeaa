from .decay import decay_runs as decay_runs
from .finetune import epoch_runs as epoch_runs, finetune_runs as finetune_runs
from .learning import learning_curves as learning_curves
from .lenet import lenet_runs as lenet_runs
from .scaling import scaling_runs as scaling_runs
from .searches import search_rows as search_rows
from .variety import variety_runs as variety_runs
from .warmup import bias_runs as bias_runs, warmup_network as warmup_network, warmup_runs as warmup_runs
from .wine import wine_searches as wine_searches
