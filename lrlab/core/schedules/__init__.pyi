from .compose import (
    WSD as WSD,
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
from .schedule import (
    Join as Join,
)
from .schedule import (
    Schedule as Schedule,
)
from .units import (
    D2LOrder as D2LOrder,
)
from .units import (
    PerEpoch as PerEpoch,
)
