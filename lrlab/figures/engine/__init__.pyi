from .board import Board as Board
from .controls import (
    among as among, beta_slider as beta_slider, Choice as Choice, complete as complete, Control as Control,
    log_slider as log_slider, Slider as Slider, Toggle as Toggle, within as within,
)
from .explorer import Explorer as Explorer
from .figure import Arrays as Arrays, Handle as Handle, LiveFigure as LiveFigure, Values as Values
from .live import Live as Live
from .still import Still as Still
