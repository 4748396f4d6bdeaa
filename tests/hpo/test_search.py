"""Arayıcılar: rastgele arama, ızgara, d2l'nin adları; ask'in verdiği sözlükler birbirinden bağımsızdır."""

import json
import re

import numpy as np
import pytest

from lrlab.hpo import Bayesian, Choice, Exhausted, Float, Grid, Int, Random, Searcher, Space, When
from lrlab.hpo.searchers import bayes
from lrlab.hpo.searchers import searcher as search

SPACE = Space({
    "rate": Float(1e-3, 1.0, log=True),
    "layers": Int(1, 2),
    "width2": When(Int(8, 64), "layers", (2,)),
    "activation": Choice(("relu", "tanh")),
})  # fmt: skip
FIRST = [
    {"activation": "tanh", "layers": 1, "rate": 0.1},
    {"rate": 0.5, "layers": 2, "width2": 16, "activation": "relu"},
]
MAKERS = {
    "Random": lambda: Random(SPACE, seed=3, initial=FIRST),
    "Grid": lambda: Grid(SPACE, levels=2),
    "Bayesian": lambda: Bayesian(SPACE, seed=3, initial=FIRST, warmup=4, candidates=20),
}


def test_random_gives_the_initial_ones_then_its_stream():
    rng = np.random.default_rng(7)
    plain, first = Random(SPACE, seed=7), Random(SPACE, seed=7, initial=FIRST)
    expected = [SPACE.sample(rng) for _ in range(20)]
    assert [plain.ask() for _ in range(20)] == expected
    assert [first.ask() for _ in range(22)] == [*FIRST, *expected]
    assert Random(SPACE, seed=8).ask() != expected[0]


@pytest.mark.parametrize("name", MAKERS)
def test_the_caller_owns_what_ask_returns(name):
    given = [dict(config) for config in FIRST]
    spoiled, clean = MAKERS[name](), MAKERS[name]()
    seen = []
    for k in range(10):
        config, same = spoiled.ask(), clean.ask()
        assert config == same
        seen.append(config)
        if k % 2:  # ötekilerin sonucu hiç gelmez
            spoiled.tell(config, 0.5)
            clean.tell(same, 0.5)
        config["max_epochs"] = 3  # d2l'nin zamanlayıcısı böyle yapar
        config["rate"] = None
    assert len({id(config) for config in seen}) == len(seen)
    assert spoiled.settings() == clean.settings()
    assert FIRST == given


def test_initial_is_copied_when_it_is_given():
    mine = [{"rate": 0.1, "layers": 1, "activation": "tanh"}]
    for searcher in (Random(SPACE, initial=mine), Bayesian(SPACE, initial=mine)):
        mine[0]["rate"] = 0.9
        assert searcher.ask()["rate"] == 0.1
        mine[0]["rate"] = 0.1


@pytest.mark.parametrize("name", MAKERS)
def test_settings_are_json_and_rebuild_the_same_searcher(name):
    searcher = MAKERS[name]()
    saved = json.loads(json.dumps(searcher.settings()))
    assert saved == searcher.settings()
    kind, space = saved.pop("searcher"), Space.from_json(saved.pop("space"))
    assert kind == name
    rebuilt = getattr(search if name != "Bayesian" else bayes, kind)(space, **saved)
    assert [rebuilt.ask() for _ in range(8)] == [searcher.ask() for _ in range(8)]


def test_grid_gives_every_point_once_then_says_so():
    grid = Grid(SPACE, levels={"rate": 3, "layers": 2, "width2": 2})
    points = [grid.ask() for _ in range(3 * (1 + 2) * 2)]
    assert len({tuple(point.items()) for point in points}) == 18
    for _ in range(2):
        with pytest.raises(Exhausted, match=r"ızgara bitti: 18 noktanın hepsi verildi; daha çoğu için `levels`i büyüt"):
            grid.ask()
    assert grid.settings()["levels"] == {"rate": 3, "layers": 2, "width2": 2}


class Listening(Searcher):
    def __init__(self, space):
        self.space, self.heard = space, []

    def ask(self):
        return {"rate": 0.5}

    def tell(self, config, error, resource=None):
        self.heard.append((config, error, resource))


def test_d2l_names_do_the_same():
    listening = Listening(Space({"rate": Float(0, 1)}))
    assert listening.sample_configuration() == listening.suggest() == {"rate": 0.5}
    config = {"rate": 0.5, "max_epochs": 4}
    listening.update(config, 0.25, additional_info={"x": 1})
    listening.update({"rate": 0.1}, 0.5)
    assert listening.heard == [({"rate": 0.5}, 0.25, 4), ({"rate": 0.1}, 0.5, None)]
    assert config == {"rate": 0.5, "max_epochs": 4}
    own = Listening(Space({"rate": Float(0, 1), "max_epochs": Int(1, 9)}))
    own.update(config, 0.25)
    assert own.heard == [(config, 0.25, None)]


def test_random_does_not_learn():
    told, silent = Random(SPACE, seed=1), Random(SPACE, seed=1)
    for k in range(5):
        config = told.ask()
        assert config == silent.ask()
        told.tell(config, float(k), resource=k)


def test_the_bare_interface_asks_for_an_implementation():
    with pytest.raises(TypeError, match="abstract method ask"):
        Searcher()


WRONG = [
    (lambda: Random({"rate": 1}), TypeError, "`space` bir arama uzayı olmalı, Space({...}) gibi; verilen: dict"),
    (lambda: Grid(None), TypeError, "`space` bir arama uzayı olmalı"),
    (lambda: Random(SPACE, seed=-1), ValueError, "`seed` = -1 olamaz; izin verilen aralık: [0, "),
    (lambda: Random(SPACE, seed="a"), TypeError, "`seed` bir sayı olmalı; verilen: 'a'"),
    (lambda: Random(SPACE, initial=FIRST[0]), TypeError, "`initial` yapılandırmaların listesi olmalı, [{...}] gibi"),
    (lambda: Random(SPACE, initial=[{"rate": 0.1}]), ValueError, "`layers` yapılandırmada yok"),
    (lambda: Random(SPACE, initial=[{**FIRST[0], "rate": 9}]), ValueError, "`rate` = 9 olamaz"),
    (lambda: Grid(SPACE, levels=0), ValueError, "`levels` = 0 olamaz"),
    (lambda: Bayesian(SPACE, warmup=0), ValueError, "`warmup` = 0 olamaz; izin verilen aralık: [1, inf)"),
    (lambda: Bayesian(SPACE, candidates=0), ValueError, "`candidates` = 0 olamaz"),
    (lambda: Bayesian(SPACE).tell({"rate": 0.1}, 1.0), ValueError, "`layers` yapılandırmada yok"),
    (lambda: Bayesian(SPACE).tell(FIRST[0], "iyi"), TypeError, "`error` bir sayı olmalı; verilen: 'iyi'"),
    (lambda: Bayesian(SPACE).tell(FIRST[0], 1.0, resource=-1), ValueError, "`resource` = -1 olamaz"),
]


@pytest.mark.parametrize(("call", "error", "message"), WRONG)
def test_wrong_input_is_named(call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
