from .convert import from_optuna as from_optuna
from .convert import from_scipy as from_scipy
from .convert import from_syne_tune as from_syne_tune
from .convert import to_optuna as to_optuna
from .convert import to_scipy as to_scipy
from .convert import to_syne_tune as to_syne_tune
from .d2l import D2LScheduler as D2LScheduler
from .optuna import (
    OptunaPruning as OptunaPruning,
)
from .optuna import (
    OptunaSearcher as OptunaSearcher,
)
from .syne_tune import run_syne_tune as run_syne_tune
