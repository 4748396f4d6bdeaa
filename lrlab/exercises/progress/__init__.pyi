from .hand_in import teslim as teslim
from .page import ilerleme as ilerleme
