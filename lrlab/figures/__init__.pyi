from .averages.ewa import explore_ewa as explore_ewa
from .averages.smoothing import explore_smoothing as explore_smoothing
from .engine.controls import (
    Choice as Choice,
)
from .engine.controls import (
    Slider as Slider,
)
from .engine.controls import (
    Toggle as Toggle,
)
from .engine.explorer import (
    Explorer as Explorer,
)
from .engine.figure import LiveFigure as LiveFigure
from .engine.live import Live as Live
from .engine.still import Still as Still
from .game.game import play_asha as play_asha
from .noise.minibatch import (
    batch_orders as batch_orders,
)
from .noise.minibatch import (
    descend_in_batches as descend_in_batches,
)
from .noise.minibatch import (
    explore_minibatch as explore_minibatch,
)
from .noise.minibatch import (
    mean_cost as mean_cost,
)
from .noise.noise_ball import explore_noise_ball as explore_noise_ball
from .noise.sgld import explore_sgld as explore_sgld
from .parts.style import (
    BLACK as BLACK,
)
from .parts.style import (
    BLUE as BLUE,
)
from .parts.style import (
    GREEN as GREEN,
)
from .parts.style import (
    GREY as GREY,
)
from .parts.style import (
    ORANGE as ORANGE,
)
from .parts.style import (
    PURPLE as PURPLE,
)
from .parts.style import (
    SKY as SKY,
)
from .parts.style import (
    VERMILION as VERMILION,
)
from .parts.style import (
    YELLOW as YELLOW,
)
from .rules.adam import (
    adam_parts as adam_parts,
)
from .rules.adam import (
    explore_adam as explore_adam,
)
from .rules.adam import (
    scaled_surface as scaled_surface,
)
from .rules.adaptive import (
    adaptive_course as adaptive_course,
)
from .rules.adaptive import (
    explore_adaptive as explore_adaptive,
)
from .rules.adaptive import (
    tilted_valley as tilted_valley,
)
from .rules.descent import explore_descent as explore_descent
from .rules.race import (
    RACE_ALPHAS as RACE_ALPHAS,
)
from .rules.race import (
    RACE_LOSS as RACE_LOSS,
)
from .rules.race import (
    RACE_RULES as RACE_RULES,
)
from .rules.race import (
    RACE_SURFACES as RACE_SURFACES,
)
from .rules.race import (
    best_alpha as best_alpha,
)
from .rules.race import (
    explore_race as explore_race,
)
from .rules.race import (
    race_losses as race_losses,
)
from .schedules.lenet_runs import explore_lenet_runs as explore_lenet_runs
from .schedules.schedule import explore_schedule as explore_schedule
from .schedules.warmup_map import explore_warmups as explore_warmups
from .search.elimination import (
    eliminated as eliminated,
)
from .search.elimination import (
    elimination_prices as elimination_prices,
)
from .search.elimination import (
    explore_elimination as explore_elimination,
)
from .search.gp import (
    explore_gp as explore_gp,
)
from .search.gp import (
    gp_leader as gp_leader,
)
from .search.grid_random import explore_grid_random as explore_grid_random
from .search.space_draw import explore_space as explore_space
from .search.workers import explore_workers as explore_workers
from .training.live_run import live_training as live_training
from .training.population import explore_population as explore_population
from .training.retraining import explore_training as explore_training
