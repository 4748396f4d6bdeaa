from .compose import (
    inverse_sqrt as inverse_sqrt, Join as Join, OneCycle as OneCycle, vaswani as vaswani, Warmup as Warmup,
    warmup_linear as warmup_linear, WSD as WSD,
)
from .cycles import Cyclic as Cyclic, WarmRestarts as WarmRestarts
from .decay import (
    Constant as Constant, Cosine as Cosine, Exponential as Exponential, InverseTime as InverseTime, Linear as Linear,
    MultiStep as MultiStep, Piecewise as Piecewise, PiecewiseLinear as PiecewiseLinear, Polynomial as Polynomial,
    SquareRoot as SquareRoot, Staircase as Staircase,
)
from .fields import Duration as Duration, Factor as Factor, Period as Period, Rate as Rate
from .registry import SCHEDULES as SCHEDULES
from .schedule import Schedule as Schedule
from .units import D2LOrder as D2LOrder, PerEpoch as PerEpoch
