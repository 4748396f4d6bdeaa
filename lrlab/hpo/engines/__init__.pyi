from .engine import Engine as Engine, Finished as Finished, Futures as Futures, Here as Here
from .objective import Assignment as Assignment, Outcome as Outcome
from .processes import Processes as Processes
from .simulated import RecordedCurves as RecordedCurves, Simulated as Simulated
