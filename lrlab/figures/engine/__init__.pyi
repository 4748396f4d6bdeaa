from .board import Board as Board
from .controls import (
    Choice as Choice,
)
from .controls import (
    Control as Control,
)
from .controls import (
    Slider as Slider,
)
from .controls import (
    Toggle as Toggle,
)
from .controls import (
    beta_slider as beta_slider,
)
from .controls import (
    complete as complete,
)
from .controls import (
    log_slider as log_slider,
)
from .controls import within as within
from .explorer import Explorer as Explorer
from .figure import (
    Arrays as Arrays,
)
from .figure import (
    Handle as Handle,
)
from .figure import (
    LiveFigure as LiveFigure,
)
from .figure import (
    Values as Values,
)
from .live import Live as Live
from .still import Still as Still
