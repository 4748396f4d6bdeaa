from .learning import learning_curves as learning_curves
from .lenet import lenet_runs as lenet_runs
from .warmup import bias_runs as bias_runs, warmup_network as warmup_network, warmup_runs as warmup_runs
from .wine import wine_searches as wine_searches
