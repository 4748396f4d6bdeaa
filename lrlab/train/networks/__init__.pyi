from .flat import flatten as flatten
from .models import lenet as lenet, mlp as mlp, softmax_regression as softmax_regression
from .probe import gradient_norms as gradient_norms, update_sizes as update_sizes, variety as variety
from .transformers import transformer as transformer, Transformer as Transformer
