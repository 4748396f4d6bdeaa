from .ewa import explore_ewa as explore_ewa
from .smoothing import explore_smoothing as explore_smoothing
