"""Tuvali tanımayan pencere: yavaş gelen tuval yerini geri alır (bütünü tests/browser/test_canvas_lab.py'de)."""

import time

import ipywidgets

from lrlab.figures.hosts import absent


def test_a_canvas_that_comes_late_takes_its_place_back(monkeypatch):
    monkeypatch.setattr(absent, "PATIENCE", 0)
    heard, canvas = [], ipywidgets.HTML("tuval")
    box = ipywidgets.Box([canvas])
    absent.stand_in(box, lambda: bool(heard), lambda: ipywidgets.Image(value=b"resim"))
    assert box._view_count == 0  # pencere saymaya başlar
    box._view_count = 1
    end = time.monotonic() + 30
    while box.children == (canvas,) and time.monotonic() < end:
        time.sleep(0.01)
    still = box.children[1]
    assert still.children[0].value == b"resim"
    heard.append("buradayım")
    still._view_count = 1  # bekleyen haber, resmin gösterildiği haberinden önce gelmiştir
    assert box.children == (canvas,)
    assert not absent.absent()
