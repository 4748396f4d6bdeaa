from .attached import attach as attach
from .bert import (
    BertAdam as BertAdam,
)
from .bert import (
    bert_groups as bert_groups,
)
from .rule_optimizer import RuleOptimizer as RuleOptimizer
