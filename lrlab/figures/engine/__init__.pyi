from .board import Board as Board
from .controls import (
    Along as Along, among as among, beta_slider as beta_slider, Choice as Choice, complete as complete,
    Control as Control, Handle as Handle, log_slider as log_slider, Readout as Readout, Slider as Slider, Toggle as Toggle,
    Values as Values, within as within,
)
from .explorer import Explorer as Explorer
from .figure import Arrays as Arrays, LiveFigure as LiveFigure, Moment as Moment, Title as Title
from .live import Live as Live
from .still import Still as Still
