from .epochs import EpochRecord as EpochRecord, train_epochs as train_epochs
from .fit import evaluate as evaluate
from .history import History as History, Mark as Mark, RunCurves as RunCurves
from .population import Population as Population, train_population as train_population
from .probe import gradient_norms as gradient_norms, update_sizes as update_sizes, variety as variety
from .record import StepRecord as StepRecord, train as train
from .run import Run as Run
from .settings import Settings as Settings
