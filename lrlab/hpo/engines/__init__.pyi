from .engines import (
    Engine as Engine,
)
from .engines import (
    Finished as Finished,
)
from .engines import (
    Futures as Futures,
)
from .engines import (
    Here as Here,
)
from .objective import (
    Outcome as Outcome,
)
from .objective import (
    Task as Task,
)
from .processes import Processes as Processes
from .simulated import Simulated as Simulated
