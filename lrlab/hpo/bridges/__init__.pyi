from .convert import (
    from_optuna as from_optuna, from_scipy as from_scipy, from_syne_tune as from_syne_tune, to_optuna as to_optuna,
    to_scipy as to_scipy, to_syne_tune as to_syne_tune,
)
from .d2l import D2LScheduler as D2LScheduler, D2LSearcher as D2LSearcher
from .optuna import OptunaPruning as OptunaPruning, OptunaSearcher as OptunaSearcher
from .syne_tune import run_syne_tune as run_syne_tune
