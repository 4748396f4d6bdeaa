from .compose import (
    WSD as WSD,
)
from .compose import (
    Join as Join,
)
from .compose import (
    OneCycle as OneCycle,
)
from .compose import (
    Warmup as Warmup,
)
from .compose import (
    warmup_linear as warmup_linear,
)
from .decay import (
    Constant as Constant,
)
from .decay import (
    Cosine as Cosine,
)
from .decay import (
    Exponential as Exponential,
)
from .decay import (
    InverseTime as InverseTime,
)
from .decay import (
    Linear as Linear,
)
from .decay import (
    MultiStep as MultiStep,
)
from .decay import (
    Piecewise as Piecewise,
)
from .decay import (
    Polynomial as Polynomial,
)
from .decay import (
    SquareRoot as SquareRoot,
)
from .decay import (
    Staircase as Staircase,
)
from .fields import (
    Duration as Duration,
)
from .fields import (
    Factor as Factor,
)
from .fields import (
    Period as Period,
)
from .fields import (
    Rate as Rate,
)
from .registry import SCHEDULES as SCHEDULES
from .schedule import Schedule as Schedule
from .units import (
    D2LOrder as D2LOrder,
)
from .units import (
    PerEpoch as PerEpoch,
)
