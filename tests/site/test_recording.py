"""Kayıt: hangi anlar kaydedilir, dosyada ne vardır, film neyi gösterir; eskimeyen kayıt yinelenmez."""

import gzip
import json
import struct

import nbformat
import pytest

from lrlab.figures import Explorer, explore_slope, live_training
from lrlab.site.build import build
from lrlab.site.film import Film
from lrlab.site.jobs import recorded
from lrlab.site.record import record, record_explorer
from lrlab.site.stops import stops_of
from lrlab.train import Run, digits, mlp
from tests.figures.catalog import FIGURES

EXPLORERS = [name for name in FIGURES if name != "live"]


@pytest.fixture(autouse=True)
def canvas(monkeypatch):
    monkeypatch.setenv("LRLAB_HOST", "canvas")


def head(content):
    """Kayıt dosyasının üst bilgisi ve bütün parçaların baytı."""
    raw = gzip.decompress(content)
    (length,) = struct.unpack("<I", raw[:4])
    return json.loads(raw[4 : 4 + length]), raw[4 + length :]


@pytest.mark.parametrize("name", EXPLORERS)
def test_every_figure_says_what_moves_on_a_page(name):
    shown = FIGURES[name]()
    stops = stops_of(shown.live, shown.values, shown.live.on_page)
    keys = stops.keys()
    assert stops.moving
    controls = {one.name: one for one in stops.live.controls}
    place = {name: tuple(control.extent.index(v[name]) for name, control in controls.items()) for name, v in {
        "başlangıç": shown.values, **{p: shown.initial | v for p, v in shown.live.presets.items()}
    }.items()}  # fmt: skip
    assert set(place.values()) <= set(keys)
    for moved in stops.moving:  # başlangıçtan, oynayan her denetim baştan sona gider
        k = list(controls).index(moved)
        line = {
            key[k] for key in keys if key[:k] + key[k + 1 :] == place["başlangıç"][:k] + place["başlangıç"][k + 1 :]
        }
        assert line == set(range(len(controls[moved].extent)))


def test_time_runs_in_every_preset():
    shown = FIGURES["descent"]()
    stops = stops_of(shown.live, shown.values, shown.live.on_page)
    keys, names = set(stops.keys()), [one.name for one in stops.live.controls]
    k = names.index("t")
    for values in shown.live.presets.values():
        start = tuple(one.extent.index((shown.initial | values)[one.name]) for one in stops.live.controls)
        for at in range(len(stops.live.controls[k].extent)):
            assert (*start[:k], at, *start[k + 1 :]) in keys


def test_a_file_holds_every_place_and_shares_what_is_the_same():
    found = record_explorer(explore_slope(), {"lr": 9})
    for content in found.files.values():
        told, pieces = head(content)
        assert len(told["keys"]) == found.states
        assert sum(told["pieces"]) == len(pieces)
        assert {key[-1] for key in told["keys"]} == set(range(len(told["scenes"])))
        used = [part for _, _, _, floor, parts in told["scenes"] for part in (floor, *(b for _, b in parts))]
        assert len(set(used)) == len(told["blobs"]) < len(used)


def test_a_control_that_does_not_move_is_locked_and_cannot_be_dragged():
    shown = FIGURES["descent"]()
    told, _ = head(record(shown, coarse=True).files["wide"])
    kinds = {one["name"]: one["kind"] for one in told["panel"]["controls"]}
    assert kinds["lr"] == kinds["beta"] == kinds["t"] == "slider"
    assert kinds["x"] == kinds["y"] == kinds["steps"] == kinds["rule"] == "locked"
    names = list(kinds)
    moved = {along["control"] for grip in told["grips"] for axis in "xy" if (along := grip["moves"][axis])}
    assert {names[k] for k in moved} == {"lr", "beta", "t"}


def test_a_file_never_exceeds_its_budget(monkeypatch):
    monkeypatch.setattr("lrlab.site.record.MOST", 60_000)
    found = record_explorer(explore_slope(), {"lr": 120})
    assert max(map(len, found.files.values())) <= 60_000
    told, _ = head(found.files["wide"])
    assert len(told["keys"]) < 120


def test_a_figure_has_no_more_moments_than_the_site_records_in_ten_minutes(monkeypatch):
    monkeypatch.setattr("lrlab.site.record.SCENES", 30)
    found = record(explore_slope())
    assert 20 <= found.states <= 30


def test_what_does_not_fit_with_its_presets_alone_is_locked_from_the_last_named(monkeypatch):
    monkeypatch.setattr("lrlab.site.record.MOST", 150_000)
    shown = FIGURES["space"]()
    names = list(shown.live.on_page)
    found = record(shown)
    told, _ = head(found.files["wide"])
    kinds = {one["name"]: one["kind"] for one in told["panel"]["controls"]}
    assert max(map(len, found.files.values())) <= 150_000
    assert kinds[names[0]] != "locked"
    assert kinds[names[-1]] == "locked"


def test_kept_curves_are_recorded_with_the_figure():
    shown = FIGURES["ewa"](beta=0.9)
    shown.keep()
    shown.set(beta=0.5)
    told, _ = head(record(shown, coarse=True).files["wide"])
    (kept,) = told["kept"]
    texts = told["panel"]["controls"][0]["texts"]
    assert (texts[kept[0]], texts[told["initial"][0]]) == ("0.9", "0.5")
    assert [
        *kept,
    ] in [key[:-1] for key in told["keys"]]


def trained(**more):
    run = Run(digits(), mlp((64, 32, 10)), "momentum", lr=0.05, every=10)
    return live_training(run, ("rule", "lr"), presets={"hızlı": {"lr": 0.2}, "ıraksar": {"lr": 1e20}}, **more)


def test_a_film_lives_each_preset_again_as_the_lesson_would():
    shown = trained(steps=40)
    shown.set(lr=0.1)
    shown.run(20)
    expected = shown.live.moment(shown.values).text
    film = Film(shown, 10)
    assert film.moment({"film": 0.0, "update": 60.0}).text == expected
    shown.preset("hızlı")
    shown.run(int(film.controls[1].values[2]))
    again = shown.live.moment(shown.values)
    told = film.moment({"film": 1.0, "update": film.controls[1].values[2]})
    assert told.text == again.text
    assert told.arrays["loss"].tolist() == again.arrays["loss"].tolist()


def test_a_film_that_ends_early_stays_at_its_end():
    film = Film(trained(), 10)
    last, before = film.controls[1].values[-1], film.controls[1].values[-2]
    ended = film.moment({"film": 2.0, "update": last})
    assert "Iraksadı" in ended.text
    assert ended.text == film.moment({"film": 2.0, "update": before}).text


def test_the_locked_settings_of_a_film_follow_its_run():
    settings = {one["name"]: one["texts"] for one in Film(trained(), 10).settings}
    assert settings["lr"] == ["0.05", "0.2", "10²⁰"]


@pytest.fixture
def lesson(tmp_path):
    """Tek şekilli bir ders."""
    cells = [
        nbformat.v4.new_code_cell("rates = (0.1, 0.3)", id="oranlar"),
        nbformat.v4.new_code_cell(
            "from lrlab.figures import explore_slope\n\nexplore_slope(lr=rates[0])",
            id="sekil",
            metadata={"tags": ["sekil"]},
        ),
        nbformat.v4.new_code_cell("print(rates)", id="sonra"),
    ]
    path = tmp_path / "03_ders.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def test_only_what_changed_is_recorded_again(lesson, tmp_path):
    said = []
    made = [recorded([lesson], tmp_path / "figures", coarse=True, workers=1, say=said.append) for _ in range(2)]
    assert made[0] == made[1]
    assert len(said) == 1
    note = made[0]["03_ders.sekil"]
    assert any(path.endswith("slope.py") for path in note.uses)
    assert not any(path.endswith("descent.py") for path in note.uses)  # ona bakmayan şekil, o değişince kaydedilmez
    nb = nbformat.read(lesson, as_version=4)
    nb.cells[0].source = "rates = (0.2, 0.3)"
    nbformat.write(nb, lesson)
    recorded([lesson], tmp_path / "figures", coarse=True, workers=1, say=said.append)
    assert len(said) == 2


def test_a_folder_that_is_not_a_site_is_left_alone(lesson, tmp_path):
    kept = tmp_path / "site" / "tez.txt"
    kept.parent.mkdir()
    kept.write_text("önemli")
    with pytest.raises(FileExistsError, match="eski bir site yok"):
        build(kept.parent, lesson.parent, cache=tmp_path / "cache", coarse=True)
    assert kept.read_text() == "önemli"


def test_only_a_canvas_is_recorded(monkeypatch):
    monkeypatch.setenv("LRLAB_HOST", "image")
    with pytest.raises(TypeError, match="LRLAB_HOST=canvas"):
        record(explore_slope())


def test_what_is_not_live_has_no_recording():
    assert record(object()) is None
    assert isinstance(explore_slope(), Explorer)
