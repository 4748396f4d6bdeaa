from .epochs import (
    EpochRecord as EpochRecord,
)
from .epochs import (
    train_epochs as train_epochs,
)
from .fit import evaluate as evaluate
from .history import (
    History as History,
)
from .history import (
    Mark as Mark,
)
from .history import (
    RunCurves as RunCurves,
)
from .population import (
    Population as Population,
)
from .population import (
    train_population as train_population,
)
from .record import (
    StepRecord as StepRecord,
)
from .record import (
    train as train,
)
from .run import Run as Run
from .settings import Settings as Settings
