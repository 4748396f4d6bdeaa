from .live_run import live_training as live_training
from .population import explore_population as explore_population
from .retraining import explore_training as explore_training
