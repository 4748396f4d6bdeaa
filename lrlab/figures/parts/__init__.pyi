from .contours import (
    contour_line as contour_line,
)
from .contours import (
    lowest as lowest,
)
from .limits import (
    above as above,
)
from .limits import (
    below as below,
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
