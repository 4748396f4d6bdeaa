from .dynamics import Gradient as Gradient, langevin as langevin
from .posteriors import (
    mixture_posterior as mixture_posterior, Posterior as Posterior, posterior_on_a_grid as posterior_on_a_grid,
    Regression as Regression, regression_posterior as regression_posterior,
)
