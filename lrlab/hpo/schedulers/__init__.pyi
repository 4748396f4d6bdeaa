from .asha import ASHA as ASHA, StoppingASHA as StoppingASHA
from .halving import (
    brackets as brackets, Hyperband as Hyperband, rungs as rungs, SuccessiveHalving as SuccessiveHalving,
)
from .scheduler import (
    BasicScheduler as BasicScheduler, Decision as Decision, Job as Job, Rung as Rung, Scheduler as Scheduler,
)
