from .bridges.convert import (
    from_optuna as from_optuna, from_scipy as from_scipy, from_syne_tune as from_syne_tune, to_optuna as to_optuna,
    to_scipy as to_scipy, to_syne_tune as to_syne_tune,
)
from .bridges.d2l import D2LScheduler as D2LScheduler, D2LSearcher as D2LSearcher
from .bridges.optuna import OptunaPruning as OptunaPruning, OptunaSearcher as OptunaSearcher
from .bridges.syne_tune import run_syne_tune as run_syne_tune
from .engines.engine import Futures as Futures, Here as Here
from .engines.processes import Processes as Processes
from .engines.simulated import RecordedCurves as RecordedCurves, Simulated as Simulated
from .replay import Replayed as Replayed, simulate as simulate
from .run.journal import JournalError as JournalError, read_journal as read_journal
from .run.record import Report as Report, Tuning as Tuning
from .run.tuner import tune as tune
from .schedulers.asha import ASHA as ASHA, StoppingASHA as StoppingASHA
from .schedulers.halving import (
    brackets as brackets, Hyperband as Hyperband, rungs as rungs, SuccessiveHalving as SuccessiveHalving,
)
from .schedulers.scheduler import (
    BasicScheduler as BasicScheduler, Decision as Decision, Job as Job, Scheduler as Scheduler,
)
from .searchers.bayes import Bayesian as Bayesian
from .searchers.gaussian import expected_improvement as expected_improvement, fit_gp as fit_gp
from .searchers.searcher import Exhausted as Exhausted, Grid as Grid, Random as Random, Searcher as Searcher
from .space.domains import Choice as Choice, Float as Float, Int as Int, When as When
from .space.space import Space as Space
