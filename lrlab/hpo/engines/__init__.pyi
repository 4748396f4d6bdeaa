from .engine import (
    Engine as Engine,
)
from .engine import (
    Finished as Finished,
)
from .engine import (
    Futures as Futures,
)
from .engine import (
    Here as Here,
)
from .objective import (
    Assignment as Assignment,
)
from .objective import (
    Outcome as Outcome,
)
from .processes import Processes as Processes
from .simulated import RecordedCurves as RecordedCurves
from .simulated import Simulated as Simulated
