from .batches import (
    Minibatch as Minibatch,
)
from .batches import (
    epoch_order as epoch_order,
)
from .batches import (
    minibatches as minibatches,
)
from .batches import (
    updates_per_epoch as updates_per_epoch,
)
from .datasets import (
    Dataset as Dataset,
)
from .datasets import (
    digits as digits,
)
from .datasets import (
    fashion_mnist as fashion_mnist,
)
from .datasets import (
    fashion_sample as fashion_sample,
)
from .datasets import (
    wine as wine,
)
from .places import (
    DataError as DataError,
)
from .places import (
    cache_dir as cache_dir,
)
from .real_words import REAL_WORDS as REAL_WORDS
from .weather import (
    Series as Series,
)
from .weather import (
    archive_temperature as archive_temperature,
)
from .weather import (
    temperature as temperature,
)
from .words import (
    decode_words as decode_words,
)
from .words import (
    encode_words as encode_words,
)
from .words import (
    is_harmonic as is_harmonic,
)
from .words import (
    plural_suffixes as plural_suffixes,
)
from .words import (
    vowel_harmony as vowel_harmony,
)
