"""Sayıların okunuşu: programcı yazısı kalmaz."""

import pytest

from lrlab.figures.parts.wording import readable


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("kayıp 1.6e+02 oldu", "kayıp 160 oldu"),
        ("2e-51.", "2·10⁻⁵¹."),
        ("1e-08", "10⁻⁸"),
        ("-1.25e+04", "-12500"),
        ("1.2e-04", "0.00012"),
        ("3e-05", "3·10⁻⁵"),
        ("2.5e+07 adım", "2.5·10⁷ adım"),
        ("(1e+02, 1.5e+03)", "(100, 1500)"),
        ("0.5 ile 12", "0.5 ile 12"),
        ("seed2e3", "seed2e3"),
    ],
)
def test_numbers_are_written_as_people_read_them(written, read):
    assert readable(written) == read
