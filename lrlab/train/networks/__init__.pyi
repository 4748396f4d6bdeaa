from .flat import flatten as flatten
from .models import (
    lenet as lenet,
)
from .models import (
    mlp as mlp,
)
from .models import (
    softmax_regression as softmax_regression,
)
from .probe import (
    gradient_norms as gradient_norms,
)
from .probe import (
    update_sizes as update_sizes,
)
from .probe import (
    variety as variety,
)
from .transformers import (
    Transformer as Transformer,
)
from .transformers import (
    transformer as transformer,
)
