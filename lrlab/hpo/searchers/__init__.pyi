from .bayes import Bayesian as Bayesian
from .gaussian import (
    expected_improvement as expected_improvement,
)
from .gaussian import (
    fit_gp as fit_gp,
)
from .searcher import (
    Exhausted as Exhausted,
)
from .searcher import (
    Grid as Grid,
)
from .searcher import (
    Random as Random,
)
from .searcher import (
    Searcher as Searcher,
)
