from .contours import contour_line as contour_line
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
    GREEN as GREEN,
)
from .style import (
    GREY as GREY,
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
