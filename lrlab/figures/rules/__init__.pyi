from .adam import adam_parts as adam_parts, explore_adam as explore_adam, scaled_surface as scaled_surface
from .adaptive import (
    adaptive_course as adaptive_course, explore_adaptive as explore_adaptive, tilted_valley as tilted_valley,
)
from .descent import explore_descent as explore_descent
from .race import (
    best_alpha as best_alpha, explore_race as explore_race, RACE_ALPHAS as RACE_ALPHAS, RACE_LOSS as RACE_LOSS,
    race_losses as race_losses, RACE_RULES as RACE_RULES, RACE_SURFACES as RACE_SURFACES,
)
from .slope import explore_slope as explore_slope
