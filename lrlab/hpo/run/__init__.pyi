from .journal import JournalError as JournalError
from .record import Report as Report, Tuning as Tuning
from .tuner import tune as tune
