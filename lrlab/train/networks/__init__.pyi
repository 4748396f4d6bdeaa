from .flat import flatten as flatten
from .models import lenet as lenet, mlp as mlp, softmax_regression as softmax_regression
from .transformers import transformer as transformer, Transformer as Transformer
