from .domains import Choice as Choice, Float as Float, Int as Int, When as When
from .space import Space as Space
