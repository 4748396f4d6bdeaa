from .contours import (
    contour_line as contour_line,
    lowest as lowest,
)
from .limits import (
    above as above,
    below as below,
)
from .style import (
    BLACK as BLACK,
    BLUE as BLUE,
    DESK as DESK,
    FONT as FONT,
    GREEN as GREEN,
    GREY as GREY,
    GRID_ALPHA as GRID_ALPHA,
    LECTURE as LECTURE,
    ORANGE as ORANGE,
    PURPLE as PURPLE,
    SKY as SKY,
    Style as Style,
    VERMILION as VERMILION,
    YELLOW as YELLOW,
    chosen as chosen,
)
