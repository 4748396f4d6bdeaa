from .catalog import hint as hint, tasks as tasks
from .checking.answers import check as check
from .predict import tahmin as tahmin
