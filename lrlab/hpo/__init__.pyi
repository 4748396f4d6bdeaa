from .bridges.convert import from_optuna as from_optuna
from .bridges.convert import from_scipy as from_scipy
from .bridges.convert import from_syne_tune as from_syne_tune
from .bridges.convert import to_optuna as to_optuna
from .bridges.convert import to_scipy as to_scipy
from .bridges.convert import to_syne_tune as to_syne_tune
from .bridges.d2l import D2LScheduler as D2LScheduler
from .bridges.optuna import (
    OptunaPruning as OptunaPruning,
)
from .bridges.optuna import (
    OptunaSearcher as OptunaSearcher,
)
from .bridges.syne_tune import run_syne_tune as run_syne_tune
from .engines.engine import (
    Futures as Futures,
)
from .engines.engine import (
    Here as Here,
)
from .engines.processes import Processes as Processes
from .engines.simulated import RecordedCurves as RecordedCurves
from .engines.simulated import Simulated as Simulated
from .replay import (
    Replayed as Replayed,
)
from .replay import (
    simulate as simulate,
)
from .run.journal import JournalError as JournalError
from .run.record import (
    Report as Report,
)
from .run.record import (
    Tuning as Tuning,
)
from .run.tuner import tune as tune
from .schedulers.asha import (
    ASHA as ASHA,
)
from .schedulers.asha import (
    StoppingASHA as StoppingASHA,
)
from .schedulers.halving import (
    Hyperband as Hyperband,
)
from .schedulers.halving import (
    SuccessiveHalving as SuccessiveHalving,
)
from .schedulers.halving import (
    brackets as brackets,
)
from .schedulers.halving import (
    rungs as rungs,
)
from .schedulers.scheduler import (
    BasicScheduler as BasicScheduler,
)
from .schedulers.scheduler import (
    Decision as Decision,
)
from .schedulers.scheduler import (
    Job as Job,
)
from .schedulers.scheduler import (
    Scheduler as Scheduler,
)
from .searchers.bayes import Bayesian as Bayesian
from .searchers.gaussian import (
    expected_improvement as expected_improvement,
)
from .searchers.gaussian import (
    fit_gp as fit_gp,
)
from .searchers.searcher import (
    Exhausted as Exhausted,
)
from .searchers.searcher import (
    Grid as Grid,
)
from .searchers.searcher import (
    Random as Random,
)
from .searchers.searcher import (
    Searcher as Searcher,
)
from .space.domains import (
    Choice as Choice,
)
from .space.domains import (
    Float as Float,
)
from .space.domains import (
    Int as Int,
)
from .space.domains import (
    When as When,
)
from .space.space import Space as Space
