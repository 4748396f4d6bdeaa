from .catalog import hint as hint, tasks as tasks
from .checking.answers import check as check
from .checking.trials import deneme as deneme
from .predict import tahmin as tahmin
from .progress.hand_in import teslim as teslim
from .progress.page import ilerleme as ilerleme
