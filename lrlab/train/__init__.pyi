from .d2l import (
    d2l_fashion as d2l_fashion,
)
from .d2l import (
    fit_d2l as fit_d2l,
)
from .d2l import (
    load_d2l as load_d2l,
)
from .data.batches import (
    Minibatch as Minibatch,
)
from .data.batches import (
    minibatches as minibatches,
)
from .data.batches import (
    updates_per_epoch as updates_per_epoch,
)
from .data.datasets import (
    Dataset as Dataset,
)
from .data.datasets import (
    digits as digits,
)
from .data.datasets import (
    fashion_mnist as fashion_mnist,
)
from .data.datasets import (
    fashion_sample as fashion_sample,
)
from .data.datasets import (
    wine as wine,
)
from .data.places import DataError as DataError
from .data.real_words import REAL_WORDS as REAL_WORDS
from .data.weather import (
    Series as Series,
)
from .data.weather import (
    archive_temperature as archive_temperature,
)
from .data.weather import (
    temperature as temperature,
)
from .data.words import (
    decode_words as decode_words,
)
from .data.words import (
    encode_words as encode_words,
)
from .data.words import (
    is_harmonic as is_harmonic,
)
from .data.words import (
    plural_suffixes as plural_suffixes,
)
from .data.words import (
    vowel_harmony as vowel_harmony,
)
from .finder import lr_range_test as lr_range_test
from .networks.models import (
    lenet as lenet,
)
from .networks.models import (
    mlp as mlp,
)
from .networks.models import (
    softmax_regression as softmax_regression,
)
from .networks.probe import (
    gradient_norms as gradient_norms,
)
from .networks.probe import (
    update_sizes as update_sizes,
)
from .networks.probe import (
    variety as variety,
)
from .networks.transformers import (
    Transformer as Transformer,
)
from .networks.transformers import (
    transformer as transformer,
)
from .objective import (
    digits_objective as digits_objective,
)
from .objective import (
    lenet_objective as lenet_objective,
)
from .objective import (
    softmax_objective as softmax_objective,
)
from .optimizers.attached import attach as attach
from .optimizers.bert import (
    BertAdam as BertAdam,
)
from .optimizers.bert import (
    bert_groups as bert_groups,
)
from .optimizers.rule_optimizer import RuleOptimizer as RuleOptimizer
from .records.learning import learning_curves as learning_curves
from .records.lenet import lenet_runs as lenet_runs
from .records.warmup import (
    bias_runs as bias_runs,
)
from .records.warmup import (
    warmup_network as warmup_network,
)
from .records.warmup import (
    warmup_runs as warmup_runs,
)
from .records.wine import wine_searches as wine_searches
from .runs.epochs import train_epochs as train_epochs
from .runs.fit import evaluate as evaluate
from .runs.population import (
    Population as Population,
)
from .runs.population import (
    train_population as train_population,
)
from .runs.record import train as train
from .runs.run import Run as Run
