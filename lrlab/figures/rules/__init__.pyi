from .adam import (
    adam_parts as adam_parts,
)
from .adam import (
    explore_adam as explore_adam,
)
from .adam import (
    scaled_surface as scaled_surface,
)
from .adaptive import (
    adaptive_course as adaptive_course,
)
from .adaptive import (
    explore_adaptive as explore_adaptive,
)
from .adaptive import (
    tilted_valley as tilted_valley,
)
from .descent import explore_descent as explore_descent
from .race import (
    RACE_ALPHAS as RACE_ALPHAS,
)
from .race import (
    RACE_LOSS as RACE_LOSS,
)
from .race import (
    RACE_RULES as RACE_RULES,
)
from .race import (
    RACE_SURFACES as RACE_SURFACES,
)
from .race import (
    best_alpha as best_alpha,
)
from .race import (
    explore_race as explore_race,
)
from .race import (
    race_losses as race_losses,
)
