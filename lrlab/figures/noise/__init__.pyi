from .minibatch import (
    batch_orders as batch_orders, descend_in_batches as descend_in_batches, explore_minibatch as explore_minibatch,
    mean_cost as mean_cost,
)
from .moons import explore_moons as explore_moons
from .noise_ball import explore_noise_ball as explore_noise_ball
from .sgld import explore_sgld as explore_sgld
