"""Geri bildirimin gösterimi: metin, HTML, şekil ve hafif yükleme."""

import base64
import subprocess
import sys

import matplotlib as mpl
import numpy as np
import pytest

from lrlab.core import averages
from lrlab.exercises import check
from lrlab.exercises.catalog import TASKS


def swapped(theta, beta):
    return averages.ewa(theta, 1 - beta)


def test_picture_is_a_png_in_both_places():
    bundle = check("ewa", swapped)._repr_mimebundle_()
    png = base64.b64decode(bundle["image/png"])
    assert png.startswith(b"\x89PNG\r\n")
    assert bundle["image/png"] in bundle["text/html"]
    assert "alt='β = 0.9, 30 gün: senin yanıtın ve beklenen eğri, ilk ayrılık t = 1" in bundle["text/html"]
    assert bundle["text/plain"] == str(check("ewa", swapped))


def test_display_is_deterministic():
    assert check("ewa", swapped)._repr_mimebundle_() == check("ewa", swapped)._repr_mimebundle_()


def test_infinite_values_still_draw():
    report = check("bias_correction", TASKS["bias_correction"].mutants[1].answer)
    assert report.mutant == "t_from_zero"
    assert base64.b64decode(report._repr_mimebundle_()["image/png"]).startswith(b"\x89PNG")


@pytest.mark.parametrize("size", [1e299, 1e308])
def test_partly_huge_values_still_draw(size):
    report = check("ewa", lambda theta, beta: [size, *averages.ewa(theta, beta)[1:]])
    assert report._repr_mimebundle_()["image/png"]


@pytest.mark.parametrize("sign", [1, -1])
def test_huge_values_are_told_but_not_drawn(sign):
    report = check("ewa", lambda theta, beta: [1.7e308 * sign**i for i in range(len(theta))])
    assert "1.7e+308 geldi" in str(report)
    assert "image/png" not in report._repr_mimebundle_()


def test_no_picture_when_nothing_helps():
    for report in (check("ewa", averages.ewa), check("effective_window", 49), check("rmsprop_step", stub_step)):
        assert "image/png" not in report._repr_mimebundle_()


def stub_step(w, v, g, lr, beta, eps):
    return w, v


def test_html_is_escaped():
    def evil(theta, beta):
        raise ValueError("<script>alert(1)</script>")

    html = check("ewa", evil)._repr_mimebundle_()["text/html"]
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_import_and_text_feedback_load_nothing_heavy():
    code = (
        "import sys; from lrlab.exercises import check, hint, tahmin; from lrlab.core import ewa; "
        "check('ewa', lambda t, b: ewa(t, 1 - b)); hint('ewa'); check('best_beta_50', 0.5); "
        "print(sorted({'torch', 'matplotlib', 'ipywidgets', 'IPython', 'sklearn'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_drawing_leaves_pyplot_alone():
    code = (
        "import sys; from lrlab.exercises import check; from lrlab.core import ewa; "
        "assert 'image/png' in check('ewa', lambda t, b: ewa(t, 1 - b))._repr_mimebundle_(); "
        "print('matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_students_matplotlib_and_numpy_settings_do_not_reach_the_picture():
    expected = check("ewa", swapped)._repr_mimebundle_()["image/png"]
    settings = {"text.usetex": True, "axes.facecolor": "black", "font.size": 40, "savefig.bbox": "tight"}
    with mpl.rc_context(settings), np.errstate(all="raise"):
        before = dict(mpl.rcParams)
        assert check("ewa", swapped)._repr_mimebundle_()["image/png"] == expected
        assert dict(mpl.rcParams) == before
