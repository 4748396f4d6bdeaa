from .averages import (
    beta_for_window as beta_for_window,
)
from .averages import (
    effective_window as effective_window,
)
from .averages import (
    ewa as ewa,
)
from .averages import (
    ewa_weights as ewa_weights,
)
from .quadratic import (
    best_descent as best_descent,
)
from .quadratic import (
    best_momentum as best_momentum,
)
from .quadratic import (
    convergence_rate as convergence_rate,
)
from .quadratic import (
    momentum_boundaries as momentum_boundaries,
)
from .rules import (
    RULES as RULES,
)
from .rules import (
    Rule as Rule,
)
from .rules import (
    adagrad as adagrad,
)
from .rules import (
    adam as adam,
)
from .rules import (
    adam_uncorrected as adam_uncorrected,
)
from .rules import (
    adamw as adamw,
)
from .rules import (
    bert_adam as bert_adam,
)
from .rules import (
    momentum as momentum,
)
from .rules import (
    momentum_ewa as momentum_ewa,
)
from .rules import (
    nesterov as nesterov,
)
from .rules import (
    rmsprop as rmsprop,
)
from .rules import (
    rmsprop_eps_inside as rmsprop_eps_inside,
)
from .rules import (
    rule as rule,
)
from .rules import (
    sgd as sgd,
)
from .sampling.dynamics import langevin as langevin
from .sampling.posteriors import (
    mixture_posterior as mixture_posterior,
)
from .sampling.posteriors import (
    posterior_on_a_grid as posterior_on_a_grid,
)
from .sampling.posteriors import (
    regression_posterior as regression_posterior,
)
from .schedules.compose import (
    WSD as WSD,
)
from .schedules.compose import (
    Join as Join,
)
from .schedules.compose import (
    OneCycle as OneCycle,
)
from .schedules.compose import (
    Warmup as Warmup,
)
from .schedules.compose import (
    warmup_linear as warmup_linear,
)
from .schedules.decay import (
    Constant as Constant,
)
from .schedules.decay import (
    Cosine as Cosine,
)
from .schedules.decay import (
    Exponential as Exponential,
)
from .schedules.decay import (
    InverseTime as InverseTime,
)
from .schedules.decay import (
    Linear as Linear,
)
from .schedules.decay import (
    MultiStep as MultiStep,
)
from .schedules.decay import (
    Piecewise as Piecewise,
)
from .schedules.decay import (
    Polynomial as Polynomial,
)
from .schedules.decay import (
    SquareRoot as SquareRoot,
)
from .schedules.decay import (
    Staircase as Staircase,
)
from .schedules.fields import (
    Duration as Duration,
)
from .schedules.fields import (
    Factor as Factor,
)
from .schedules.fields import (
    Period as Period,
)
from .schedules.fields import (
    Rate as Rate,
)
from .schedules.registry import SCHEDULES as SCHEDULES
from .schedules.schedule import Schedule as Schedule
from .schedules.units import (
    D2LOrder as D2LOrder,
)
from .schedules.units import (
    PerEpoch as PerEpoch,
)
from .surfaces import (
    Surface as Surface,
)
from .surfaces import (
    bowl as bowl,
)
from .surfaces import (
    noisy as noisy,
)
from .surfaces import (
    plateau as plateau,
)
from .surfaces import (
    ravine as ravine,
)
from .surfaces import (
    rosenbrock as rosenbrock,
)
from .surfaces import (
    saddle as saddle,
)
from .surfaces import (
    two_minima as two_minima,
)
from .trajectories import (
    Trajectory as Trajectory,
)
from .trajectories import (
    final_loss as final_loss,
)
from .trajectories import (
    trajectory as trajectory,
)
