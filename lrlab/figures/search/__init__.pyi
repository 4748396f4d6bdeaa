from .elimination import (
    eliminated as eliminated, elimination_prices as elimination_prices, explore_elimination as explore_elimination,
)
from .gp import explore_gp as explore_gp, gp_leader as gp_leader
from .grid_random import explore_grid_random as explore_grid_random
from .space_draw import explore_space as explore_space
from .tuning import plot_search as plot_search
from .workers import explore_workers as explore_workers
