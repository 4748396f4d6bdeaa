from .asha import (
    ASHA as ASHA,
)
from .asha import (
    StoppingASHA as StoppingASHA,
)
from .halving import (
    Hyperband as Hyperband,
)
from .halving import (
    SuccessiveHalving as SuccessiveHalving,
)
from .halving import (
    brackets as brackets,
)
from .halving import (
    rungs as rungs,
)
from .scheduler import (
    BasicScheduler as BasicScheduler,
)
from .scheduler import (
    Decision as Decision,
)
from .scheduler import (
    Job as Job,
)
from .scheduler import (
    Rung as Rung,
)
from .scheduler import (
    Scheduler as Scheduler,
)
