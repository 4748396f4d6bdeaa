from .contours import (
    contour_line as contour_line,
)
from .contours import draw_contours as draw_contours
from .contours import (
    lowest as lowest,
)
from .limits import (
    above as above,
)
from .limits import (
    below as below,
)
from .limits import (
    plain_ticks as plain_ticks,
)
from .outcome import (
    centre_words as centre_words,
)
from .outcome import (
    corner_words as corner_words,
)
from .outcome import (
    ending as ending,
)
from .outcome import (
    first_outside as first_outside,
)
from .outcome import (
    write as write,
)
from .plane import (
    POINT as POINT,
)
from .plane import STAR as STAR
from .plane import (
    Ground as Ground,
)
from .plane import (
    ground as ground,
)
from .plane import (
    ground_lines as ground_lines,
)
from .plane import (
    near as near,
)
from .plane import (
    path_lines as path_lines,
)
from .plane import (
    show_ground as show_ground,
)
from .plane import (
    show_path as show_path,
)
from .style import (
    BLACK as BLACK,
)
from .style import (
    BLUE as BLUE,
)
from .style import (
    DESK as DESK,
)
from .style import (
    DIVERGED as DIVERGED,
)
from .style import (
    FONT as FONT,
)
from .style import (
    GREEN as GREEN,
)
from .style import (
    GREY as GREY,
)
from .style import (
    GRID_ALPHA as GRID_ALPHA,
)
from .style import (
    LECTURE as LECTURE,
)
from .style import (
    ORANGE as ORANGE,
)
from .style import (
    PURPLE as PURPLE,
)
from .style import (
    SKY as SKY,
)
from .style import (
    VERMILION as VERMILION,
)
from .style import (
    YELLOW as YELLOW,
)
from .style import (
    Style as Style,
)
from .style import (
    chosen as chosen,
)
