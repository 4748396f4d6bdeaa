from .minibatch import (
    batch_orders as batch_orders,
)
from .minibatch import (
    descend_in_batches as descend_in_batches,
)
from .minibatch import (
    explore_minibatch as explore_minibatch,
)
from .minibatch import (
    mean_cost as mean_cost,
)
from .noise_ball import explore_noise_ball as explore_noise_ball
from .sgld import explore_sgld as explore_sgld
