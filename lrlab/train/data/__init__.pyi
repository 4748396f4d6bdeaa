from .batches import (
    epoch_order as epoch_order, Minibatch as Minibatch, minibatches as minibatches,
    updates_per_epoch as updates_per_epoch,
)
from .datasets import (
    Dataset as Dataset, digits as digits, fashion_mnist as fashion_mnist, fashion_sample as fashion_sample,
    wine as wine,
)
from .places import cache_dir as cache_dir, DataError as DataError
from .real_words import EXCEPTION_NOUNS as EXCEPTION_NOUNS, REAL_WORDS as REAL_WORDS, RULE_NOUNS as RULE_NOUNS
from .weather import archive_temperature as archive_temperature, Series as Series, temperature as temperature
from .words import (
    decode_words as decode_words, encode_words as encode_words, is_harmonic as is_harmonic,
    plural_suffixes as plural_suffixes, real_plurals as real_plurals, vowel_harmony as vowel_harmony,
)
