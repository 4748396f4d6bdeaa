from .domains import (
    Choice as Choice,
)
from .domains import (
    Float as Float,
)
from .domains import (
    Int as Int,
)
from .domains import (
    When as When,
)
from .space import Space as Space
