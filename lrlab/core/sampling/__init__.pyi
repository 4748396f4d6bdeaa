from .dynamics import (
    Gradient as Gradient,
)
from .dynamics import (
    langevin as langevin,
)
from .posteriors import (
    Posterior as Posterior,
)
from .posteriors import (
    Regression as Regression,
)
from .posteriors import (
    mixture_posterior as mixture_posterior,
)
from .posteriors import (
    posterior_on_a_grid as posterior_on_a_grid,
)
from .posteriors import (
    regression_posterior as regression_posterior,
)
