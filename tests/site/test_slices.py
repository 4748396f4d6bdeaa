"""Dersin dilimi: gereken kalır, gerekmeyen gider; dilim, bütününün bulduğunu bulur."""

import pytest

from lrlab.site.slices import slice_of


@pytest.mark.parametrize(
    ("before", "last", "kept"),
    [
        ("x = 1\ny = 2", "x", "x = 1"),
        ("from a import x, y\nimport b.c\nimport d", "x + b.c", "from a import x, y\nimport b.c"),
        ("x = 1\nx = 2", "x", "x = 2"),
        ("x = 1\nx += 2", "x", "x = 1\nx += 2"),
        ("x = 1\nx = x + 2", "x", "x = 1\nx = x + 2"),
        (
            "x = {}\nx['a'] = 1\nx.b = 2\nx.grow(3)\nf(x)\nx.d.e.go()",
            "x",
            "x = {}\nx['a'] = 1\nx.b = 2\nx.grow(3)\nx.d.e.go()",
        ),
        ("k = 5\nx = []\nfor k in range(3):\n    x.append(k)", "x", "x = []\nfor k in range(3):\n    x.append(k)"),
        (
            "k = 1\n\ndef f(a, n=k):\n    b = a\n    return b + c\nb = 3\nc = 4",
            "f(1)",
            "k = 1\ndef f(a, n=k):\n    b = a\n    return b + c\nc = 4",
        ),
        (
            "right = slow()\nseen = []\n\ndef f(right):\n    out = []\n    right[0] = out[0] = 1\n    seen.append(out)",
            "f([2])\nseen",
            "seen = []\ndef f(right):\n    out = []\n    right[0] = out[0] = 1\n    seen.append(out)",
        ),
        ("a = 1\nx = [a for a in range(3)]", "x", "x = [a for a in range(3)]"),
        ("x = slow()\nprint(x)\nplot(x)", "y = 2", ""),
        ("%pip install a\nx = 1\nif c:\n    !ls\n    x = 2", "x", "x = 1\nif c:\n    pass\n    x = 2"),
        ("with opened() as f, lock:\n    x = f.read()\nf = 1", "x", "with opened() as f, lock:\n    x = f.read()"),
    ],
)
def test_a_statement_stays_when_a_wanted_cell_needs_it(before, last, kept):
    assert slice_of([before, last], {1}) == [kept, last]


def test_wanted_cells_stay_as_they_are_and_need_is_passed_on():
    sources = ["a = 1  # bir\nz = 9", "b = a", "%magic\nb + a", "b = 3"]
    assert slice_of(sources, {2}) == ["a = 1", "b = a", "%magic\nb + a", ""]
    assert slice_of(sources, {0, 3}) == [sources[0], "", "", sources[3]]


def test_a_slice_finds_what_the_whole_finds():
    sources = [
        "import math\nn, total = 4, 0",
        "seen = []\nfor k in range(n):\n    total += k\n    seen.append(k * math.pi)",
        "def area(r):\n    return math.pi * r**2\nunused = area(2)",
        "result = total + sum(seen) + area(n)",
    ]
    whole, part = {}, {}
    exec("\n".join(sources), whole)
    exec("\n".join(slice_of(sources, {3})), part)
    assert part["result"] == whole["result"]
    assert "unused" not in part
