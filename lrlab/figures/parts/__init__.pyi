from .contours import contour_line as contour_line, draw_contours as draw_contours, lowest as lowest
from .limits import above as above, below as below, plain_ticks as plain_ticks
from .outcome import (
    centre_words as centre_words, corner_words as corner_words, ending as ending, first_outside as first_outside,
    write as write,
)
from .plane import (
    GRIP as GRIP, Ground as Ground, ground as ground, ground_lines as ground_lines, near as near,
    path_lines as path_lines, POINT as POINT, show_ground as show_ground, show_path as show_path, STAR as STAR,
)
from .style import (
    BLACK as BLACK, BLUE as BLUE, chosen as chosen, DESK as DESK, DIVERGED as DIVERGED, FONT as FONT, GREEN as GREEN,
    GREY as GREY, GRID_ALPHA as GRID_ALPHA, LECTURE as LECTURE, ORANGE as ORANGE, PURPLE as PURPLE, SKY as SKY,
    Style as Style, VERMILION as VERMILION, YELLOW as YELLOW,
)
from .walking import (
    arrow as arrow, grip_line as grip_line, show_arrow as show_arrow, show_grip as show_grip, show_walk as show_walk,
    time_slider as time_slider, told_walk as told_walk, walk as walk, walk_lines as walk_lines, WALKING as WALKING,
)
