from .contours import Bounds as Bounds, contour_line as contour_line, draw_contours as draw_contours, lowest as lowest
from .headline import headline_text as headline_text, write_headline as write_headline
from .limits import above as above, below as below, plain_ticks as plain_ticks
from .looks import (
    end_label as end_label, Look as Look, RULE_LOOKS as RULE_LOOKS,
    SEARCH_LOOKS as SEARCH_LOOKS, show_end_labels as show_end_labels, SPARE_LOOKS as SPARE_LOOKS,
)
from .wording import readable as readable
from .outcome import (
    beside_title as beside_title, centre_words as centre_words, corner_words as corner_words,
    ending as ending, first_outside as first_outside, write as write,
)
from .plane import (
    even as even, fitted as fitted, GRIP as GRIP, Ground as Ground, ground as ground, ground_lines as ground_lines, near as near,
    path_lines as path_lines, POINT as POINT, remaining as remaining, show_ground as show_ground, show_path as show_path,
    STAR as STAR, widened as widened,
)
from .style import (
    AMBER as AMBER, BLACK as BLACK, BLUE as BLUE, chosen as chosen, DESK as DESK, DIVERGED as DIVERGED, FONT as FONT,
    GHOSTS as GHOSTS, GREEN as GREEN, GREY as GREY, GRID_ALPHA as GRID_ALPHA, LECTURE as LECTURE, OLIVE as OLIVE,
    ORANGE as ORANGE, PALE as PALE, PURPLE as PURPLE, SKY as SKY, Style as Style, VERMILION as VERMILION,
)
from .walking import (
    arrow as arrow, grip_line as grip_line, show_arrow as show_arrow, show_grip as show_grip, show_walk as show_walk,
    time_slider as time_slider, told_walk as told_walk, walk as walk, walk_lines as walk_lines, WALKING as WALKING,
)
