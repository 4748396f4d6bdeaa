from .journal import JournalError as JournalError
from .record import (
    Report as Report,
)
from .record import (
    Tuning as Tuning,
)
from .tuner import tune as tune
