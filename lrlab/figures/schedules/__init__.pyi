from .lenet_runs import explore_lenet_runs as explore_lenet_runs
from .schedule import explore_schedule as explore_schedule
from .warmup_map import explore_warmups as explore_warmups
