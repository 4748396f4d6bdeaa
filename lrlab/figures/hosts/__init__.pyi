from .choice import make_host as make_host
from .host import Artists as Artists, FigureHost as FigureHost
from .image import ImageHost as ImageHost
