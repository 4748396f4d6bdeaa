from .bayes import Bayesian as Bayesian
from .gaussian import expected_improvement as expected_improvement, fit_gp as fit_gp
from .searcher import Exhausted as Exhausted, Grid as Grid, Random as Random, Searcher as Searcher
