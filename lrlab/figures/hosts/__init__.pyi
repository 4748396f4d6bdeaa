from .choice import make_host as make_host
from .image import FigureHost as FigureHost
