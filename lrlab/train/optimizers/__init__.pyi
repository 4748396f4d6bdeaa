from .attached import attach as attach
from .bert import bert_groups as bert_groups, BertAdam as BertAdam
from .rule_optimizer import RuleOptimizer as RuleOptimizer
