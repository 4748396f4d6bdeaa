from .averages.ewa import explore_ewa as explore_ewa
from .averages.smoothing import explore_smoothing as explore_smoothing
from .engine.controls import Choice as Choice, Slider as Slider, Toggle as Toggle
from .engine.explorer import Explorer as Explorer
from .engine.figure import LiveFigure as LiveFigure
from .engine.live import Live as Live
from .engine.still import Still as Still
from .game.game import play_asha as play_asha
from .noise.minibatch import (
    batch_orders as batch_orders, descend_in_batches as descend_in_batches, explore_minibatch as explore_minibatch,
    mean_cost as mean_cost,
)
from .noise.moons import explore_moons as explore_moons
from .noise.noise_ball import explore_noise_ball as explore_noise_ball
from .noise.sgld import explore_sgld as explore_sgld
from .parts.style import (
    AMBER as AMBER, BLACK as BLACK, BLUE as BLUE, GREEN as GREEN, GREY as GREY, OLIVE as OLIVE, ORANGE as ORANGE,
    PALE as PALE, PURPLE as PURPLE, SKY as SKY, VERMILION as VERMILION,
)
from .rules.adam import adam_parts as adam_parts, explore_adam as explore_adam, scaled_surface as scaled_surface
from .rules.adaptive import (
    adaptive_course as adaptive_course, explore_adaptive as explore_adaptive, tilted_valley as tilted_valley,
)
from .rules.descent import explore_descent as explore_descent
from .rules.race import (
    best_alpha as best_alpha, explore_race as explore_race, RACE_ALPHAS as RACE_ALPHAS, RACE_LOSS as RACE_LOSS,
    race_losses as race_losses, RACE_RULES as RACE_RULES, RACE_SURFACES as RACE_SURFACES,
)
from .rules.slope import explore_slope as explore_slope
from .schedules.lenet_runs import explore_lenet_runs as explore_lenet_runs
from .schedules.schedule import explore_schedule as explore_schedule
from .schedules.warmup_map import explore_warmups as explore_warmups
from .search.elimination import (
    eliminated as eliminated, elimination_prices as elimination_prices, explore_elimination as explore_elimination,
)
from .search.gp import explore_gp as explore_gp, gp_leader as gp_leader
from .search.grid_random import explore_grid_random as explore_grid_random
from .search.space_draw import explore_space as explore_space
from .search.tuning import plot_search as plot_search
from .search.workers import explore_workers as explore_workers
from .training.live_run import live_training as live_training
from .training.population import explore_population as explore_population
from .training.retraining import explore_training as explore_training
