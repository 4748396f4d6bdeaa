"""lrlab.hpo.Space'e yanlış girdi: her hata adı, değeri ve izin verileni söyler."""

import re

import pytest

from lrlab.hpo import Choice, Float, Int, Space, When

NET = Space({
    "rate": Float(1e-3, 1.0, log=True),
    "layers": Int(1, 3),
    "width2": When(Int(8, 64, log=True), "layers", (2, 3)),
    "drop": When(Choice((True, False)), "layers", (3,)),
    "drop_rate": When(Float(0.1, 0.5), "drop", (True,)),
    "activation": Choice(("relu", "tanh", None)),
    "momentum": 0.9,
})  # fmt: skip
FULL = dict(rate=0.1, layers=3, width2=32, drop=True, drop_rate=0.2, activation=None, momentum=0.9)

CHECKS = [
    ({**FULL, "rate": 5}, ValueError, "`rate` = 5 olamaz; izin verilen aralık: [0.001, 1.0]"),
    ({**FULL, "layers": 1.5}, ValueError, "`layers` = 1.5 olamaz; bir tam sayı olmalı, aralık: [1, 3]"),
    ({**FULL, "momentum": 0.8}, ValueError, "`momentum` = 0.8 olamaz; seçenekler: 0.9"),
    ({**FULL, "rte": 1}, ValueError, "`config` = 'rte' olamaz; seçenekler: 'rate', 'layers'"),
    ({**FULL, "layers": 2}, ValueError, "`drop` = True olamaz; yalnızca `layers` şunlardan biriyken verilir: 3"),
    ({**FULL, "drop": False}, ValueError, "`drop_rate` = 0.2 olamaz; yalnızca `drop` şunlardan biriyken verilir: True"),
    ({k: v for k, v in FULL.items() if k != "width2"}, ValueError, "`width2` yapılandırmada yok"),
    ([("rate", 1)], TypeError, "`config` ad -> değer sözlüğü olmalı; verilen: list"),
]


@pytest.mark.parametrize(("config", "error", "message"), CHECKS)
def test_wrong_configurations_are_named(config, error, message):
    with pytest.raises(error, match=re.escape(message)):
        NET.check(config)


WRONG = [
    (lambda: Space({}), ValueError, "`parameters` boş olamaz"),
    (lambda: Space([1]), TypeError, "`parameters` ad -> tanım kümesi sözlüğü olmalı; verilen: list"),
    (lambda: Space({1: 2}), TypeError, "`parameters` içinde 1 bir ad olamaz"),
    (lambda: Space({"": 2}), TypeError, "`parameters` içinde '' bir ad olamaz"),
    (lambda: Space({"a": [1, 2]}), TypeError, "`a` Float, Int, Choice, When ya da sabit bir değer"),
    (lambda: Space({"a": float("nan")}), ValueError, "`a` = nan olamaz; sonlu"),
    (lambda: Space({"a": When(Int(1, 2), "b", (1,)), "b": 1}), ValueError, "`a`: `parent` = 'b' olamaz; daha önce"),
    (lambda: Space({"b": 1, "a": When(Int(1, 2), "c", (1,))}), ValueError, "bildirilmiş olmalı: 'b'"),
    (lambda: Space({"b": Float(0, 1), "a": When(Int(1, 2), "b", (1,))}), ValueError, "üst bir Float olamaz"),
    (
        lambda: Space({"b": Int(1, 3), "a": When(Int(1, 2), "b", (4,))}),
        ValueError,
        "`a.values` = 4 olamaz; izin verilen aralık: [1, 3]",
    ),
    (lambda: Space.from_json([]), TypeError, "`data` Space.to_json()un verdiği sözlük olmalı"),
    (lambda: Space.from_json({}), ValueError, "`data` bir uzay değil"),
    (lambda: Space.from_json({"parameters": [{"name": "a"}]}), ValueError, "`data` bir uzay değil"),
    (lambda: Space.from_json({"parameters": [{"name": "a", "kind": "Flaot"}]}), ValueError, "`kind` = 'Flaot' olamaz"),
    (lambda: Space.from_json({"parameters": [{"name": "a", "kind": "fixed", "value": 1}] * 2}), ValueError, "iki kez"),
    (lambda: NET.grid(0), ValueError, "`levels` = 0 olamaz; izin verilen aralık: [1, "),
    (lambda: NET.grid({"rate": 2}), ValueError, "`levels` içinde `layers` yok; gerekenler: rate, layers, width2"),
    (lambda: NET.grid({"activation": 2}), ValueError, "`levels` = 'activation' olamaz; seçenekler: 'rate'"),
    (lambda: NET.grid(1000), ValueError, "`levels` = 1000 olamaz; ızgarada"),
    (lambda: NET.at([0.5]), ValueError, "`u` biçimi (1,) olamaz; (6,) olmalı"),
    (lambda: NET.at([1.5] * 6), ValueError, "`u` = 1.5 olamaz; izin verilen aralık: [0, 1]"),
]


@pytest.mark.parametrize(("call", "error", "message"), WRONG)
def test_wrong_input_is_named(call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
