from .d2l import d2l_fashion as d2l_fashion, fit_d2l as fit_d2l, load_d2l as load_d2l
from .data.batches import Minibatch as Minibatch, minibatches as minibatches, updates_per_epoch as updates_per_epoch
from .data.datasets import (
    Dataset as Dataset, digits as digits, fashion_mnist as fashion_mnist, fashion_sample as fashion_sample,
    wine as wine,
)
from .data.places import DataError as DataError
from .data.real_words import EXCEPTION_NOUNS as EXCEPTION_NOUNS, REAL_WORDS as REAL_WORDS
from .data.weather import archive_temperature as archive_temperature, Series as Series, temperature as temperature
from .data.words import (
    decode_words as decode_words, encode_words as encode_words, is_harmonic as is_harmonic,
    plural_suffixes as plural_suffixes, real_plurals as real_plurals, vowel_harmony as vowel_harmony,
)
from .finder import lr_range_test as lr_range_test
from .networks.models import lenet as lenet, mlp as mlp, softmax_regression as softmax_regression
from .networks.transformers import transformer as transformer, Transformer as Transformer
from .objective import (
    digits_objective as digits_objective, lenet_objective as lenet_objective, softmax_objective as softmax_objective,
)
from .optimizers.attached import attach as attach
from .optimizers.bert import bert_groups as bert_groups, BertAdam as BertAdam
from .optimizers.rule_optimizer import RuleOptimizer as RuleOptimizer
from .records.decay import decay_runs as decay_runs
from .records.finetune import epoch_runs as epoch_runs, finetune_runs as finetune_runs
from .records.learning import learning_curves as learning_curves
from .records.lenet import lenet_runs as lenet_runs
from .records.scaling import scaling_runs as scaling_runs
from .records.searches import search_rows as search_rows
from .records.variety import variety_runs as variety_runs
from .records.warmup import bias_runs as bias_runs, warmup_network as warmup_network, warmup_runs as warmup_runs
from .records.wine import wine_searches as wine_searches
from .runs.epochs import train_epochs as train_epochs
from .runs.fit import evaluate as evaluate
from .runs.population import Population as Population, train_population as train_population
from .runs.probe import gradient_norms as gradient_norms, update_sizes as update_sizes, variety as variety
from .runs.record import train as train
from .runs.run import Run as Run
