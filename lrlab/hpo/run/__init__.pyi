from .journal import JournalError as JournalError, read_journal as read_journal
from .record import Report as Report, Tuning as Tuning
from .tuner import tune as tune
