from .averages import (
    beta_for_window as beta_for_window, effective_window as effective_window, ewa as ewa, ewa_weights as ewa_weights,
)
from .quadratic import (
    best_descent as best_descent, best_momentum as best_momentum, convergence_rate as convergence_rate,
    momentum_boundaries as momentum_boundaries,
)
from .rules import (
    adagrad as adagrad, adam as adam, adam_uncorrected as adam_uncorrected, adamw as adamw, bert_adam as bert_adam,
    lion as lion, momentum as momentum, momentum_ewa as momentum_ewa, nesterov as nesterov, rmsprop as rmsprop,
    rmsprop_eps_inside as rmsprop_eps_inside, Rule as Rule, rule as rule, RULES as RULES, sgd as sgd,
)
from .sampling.dynamics import langevin as langevin
from .sampling.posteriors import (
    mixture_posterior as mixture_posterior, posterior_on_a_grid as posterior_on_a_grid,
    regression_posterior as regression_posterior,
)
from .schedules.compose import (
    inverse_sqrt as inverse_sqrt, Join as Join, OneCycle as OneCycle, vaswani as vaswani, Warmup as Warmup,
    warmup_linear as warmup_linear, WSD as WSD,
)
from .schedules.cycles import Cyclic as Cyclic, WarmRestarts as WarmRestarts
from .schedules.decay import (
    Constant as Constant, Cosine as Cosine, Exponential as Exponential, InverseTime as InverseTime, Linear as Linear,
    MultiStep as MultiStep, Piecewise as Piecewise, PiecewiseLinear as PiecewiseLinear, Polynomial as Polynomial,
    SquareRoot as SquareRoot, Staircase as Staircase,
)
from .schedules.fields import Duration as Duration, Factor as Factor, Period as Period, Rate as Rate
from .schedules.registry import SCHEDULES as SCHEDULES
from .schedules.schedule import Schedule as Schedule
from .schedules.units import D2LOrder as D2LOrder, PerEpoch as PerEpoch
from .seeds import (
    compare as compare, Comparison as Comparison, Difference as Difference, Measured as Measured, paired as paired,
    standard_error as standard_error,
)
from .surfaces import (
    bowl as bowl, noisy as noisy, plateau as plateau, ravine as ravine, rosenbrock as rosenbrock, saddle as saddle,
    Surface as Surface, two_minima as two_minima,
)
from .trajectories import final_loss as final_loss, trajectory as trajectory, Trajectory as Trajectory
