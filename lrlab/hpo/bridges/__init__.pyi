from .d2l import D2LScheduler as D2LScheduler
from .optuna import (
    OptunaPruning as OptunaPruning,
)
from .optuna import (
    OptunaSearcher as OptunaSearcher,
)
from .syne_tune import run_syne_tune as run_syne_tune
