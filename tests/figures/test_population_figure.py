"""Nüfus şekli: iki haritanın hücreleri, seçilen ağın eğrileri, sırt, hazır ayarlar ve sözle anlatım."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from lrlab.core import Rule, adam, bowl, momentum, trajectory, two_minima
from lrlab.figures import explore_population
from lrlab.figures.training.population import best_cell, falling, paired, ridge

LRS, BETAS = np.geomspace(0.01, 3, 9), 1 - np.geomspace(1, 0.02, 8)


@dataclass(frozen=True)
class Fake:
    """Eğitilmemiş nüfus: kaybı, sırtı α = 1-β'da olan bir çukurdur."""

    grid: tuple[int, ...]
    rule: Rule
    val_step: np.ndarray
    val_loss: np.ndarray
    val_accuracy: np.ndarray
    diverged_at: np.ndarray
    hyper: dict[str, Any]


def fake(name="beta", rule=momentum, across=BETAS, tilt=1.0):
    lr, x = np.broadcast_arrays(LRS[:, None], across)
    away = np.log10(lr) - tilt * np.log10(1 - x)
    steps = np.array([0, 10, 20])
    last = 0.2 + away**2 + 0.05 * x
    loss = np.stack([np.full(lr.shape, 2.3), (2.3 + last) / 2, last])
    diverged = np.where(away > 0.4, 15, 0)
    loss[2][diverged > 0] = np.nan
    return Fake(lr.shape, rule, steps, loss, np.exp(-loss), diverged, {"lr": lr, name: x})


def data(explorer, name):
    return np.array([np.ravel(part) for part in explorer.host.artists[name].get_data()])


def test_both_maps_show_their_own_losses_on_the_same_cells():
    population, surface = fake(), bowl(20)
    explorer = explore_population(population, surface, steps=20.0)
    artists = explorer.host.artists
    real, toy = artists["real map"].get_array(), artists["toy map"].get_array()
    assert real.shape == toy.shape == (9, 8)
    assert artists["real map"].get_extent() == artists["toy map"].get_extent()
    assert (real.mask == ~(population.val_loss[2] < 0.98 * 2.3)).all()
    for i, j in ((1, 3), (3, 5), (5, 0)):
        assert real[i, j] == pytest.approx(np.log10(population.val_loss[2, i, j]))
        run = trajectory(momentum, surface, surface.start, 20, lr=LRS[i], beta=BETAS[j])
        assert toy[i, j] == pytest.approx(np.log10(run.loss[-1]))


def test_chosen_network_and_best_network_are_drawn():
    population = fake()
    explorer = explore_population(population, bowl(20), lr=float(LRS[2]), beta=float(BETAS[6]), steps=10.0)
    for who in ("toy", "real"):
        assert data(explorer, f"{who} here").ravel().tolist() == [6, 2]
    best = best_cell(population.val_loss[1])
    assert data(explorer, "real best").ravel().tolist() == [best[1], best[0]]
    for name, values, scale in (("loss", population.val_loss, 1), ("accuracy", population.val_accuracy, 100)):
        np.testing.assert_array_equal(data(explorer, name), [population.val_step, scale * values[:, 2, 6]])
        np.testing.assert_array_equal(data(explorer, f"best {name}")[1], scale * values[(slice(None), *best)])
        np.testing.assert_array_equal(data(explorer, f"{name} here").ravel(), [10, scale * values[1, 2, 6]])


def test_a_click_on_either_map_picks_the_cell():
    explorer = explore_population(fake(), bowl(20))
    for handle in ("real here", "toy here"):
        assert explorer.point(handle, 2.3, 4.6)
        assert (explorer.values["lr"], explorer.values["beta"]) == (LRS[5], BETAS[2])
        assert explorer.point(handle, -3.0, 99.0)
        assert (explorer.values["lr"], explorer.values["beta"]) == (LRS[8], BETAS[0])


def headline(explorer, **values):
    explorer.set(**values)
    return explorer.host.artists["headline"].get_text().replace("\n", " ")


def test_title_states_the_ridge_only_when_the_data_shows_it():
    assert headline(explore_population(fake(), bowl(20))) == "Oyuncakta da gerçek ağda da büyük β, küçük α istiyor"
    flat = explore_population(fake(tilt=0.0), bowl(20))
    assert headline(flat) == "β büyürken gerçek ağın en iyi α'sı aynı dolayda kalıyor"
    assert list(flat.live.presets) == ["Iraksama", "En iyi hücre"]
    rising = explore_population(fake(tilt=-1.0), bowl(20))
    assert headline(rising) == "Bir nüfus: her hücre ayrı bir ağ"


def test_title_says_what_is_wrong_with_the_chosen_cell():
    explorer = explore_population(fake(), bowl(20))
    told = {name: headline(explorer) for name in explorer.live.presets if explorer.preset(name) is None}
    assert told == {
        "Büyük β, küçük α": "Büyük β ile en iyi sonuç küçük α'da",
        "Aynı α, küçük β": "α çok küçük: seçilen ağ bu kadar adımda öğrenemedi",
        "Iraksama": "α çok büyük: seçilen ağ ıraksadı",
        "En iyi hücre": "Oyuncakta da gerçek ağda da büyük β, küçük α istiyor",
    }
    assert (
        headline(explorer, beta=float(BETAS[0]), lr=float(LRS[3])) == "α, bu β için küçük: seçilen ağ yavaş öğreniyor"
    )
    assert "ıraksadı" in headline(explorer, lr=float(LRS[-1]), beta=float(BETAS[-1]), steps=20.0)
    assert "ıraksadı" not in headline(explorer, steps=10.0)  # 15. adımda ıraksayacak


def test_the_star_stands_beside_the_chosen_cell_when_it_is_the_best():
    explorer = explore_population(fake(), bowl(20))
    row, column = best_cell(explorer.live.maps.real[-1])
    star, here = (data(explorer, f"real {name}").ravel() for name in ("best", "here"))
    assert here.tolist() == [column, row]
    assert star[1] == row
    pixels = explorer.host.artists["real best"].axes.transData.transform([star, here])[:, 0]
    assert abs(np.diff(pixels)[0]) == pytest.approx(17)
    assert explorer.host.artists["loss name"].get_text() == "seçilen, en iyi"
    assert not explorer.host.artists["best loss name"].get_visible()
    explorer.set(lr=float(LRS[0]))
    assert data(explorer, "real best").ravel().tolist() == [column, row]
    assert explorer.host.artists["best loss name"].get_visible()


def test_the_rates_are_marked_by_round_numbers_and_the_columns_evenly():
    axes = explore_population(fake(), bowl(20)).host.artists["real map"].axes
    labels = [tick.get_text() for tick in axes.get_yticklabels()]
    assert labels == ["0.01", "0.03", "0.1", "0.3", "1", "3"]
    placed = np.interp(axes.get_yticks(), range(9), np.log10(LRS))
    np.testing.assert_allclose(placed, np.log10(list(map(float, labels))), atol=1e-12)
    assert len(set(np.diff(axes.get_xticks()))) == 1
    few = fake()
    two = np.array([0.11, 0.13])
    few = replace(
        few, grid=(2, 8), val_loss=few.val_loss[:, 3:5], val_accuracy=few.val_accuracy[:, 3:5],
        diverged_at=few.diverged_at[3:5], hyper={"lr": two[:, None] + 0 * BETAS, "beta": BETAS + 0 * two[:, None]},
    )  # fmt: skip
    axes = explore_population(few, bowl(20)).host.artists["real map"].axes
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["0.11", "0.13"]


def test_ridge_is_the_best_row_of_every_column_that_has_one():
    losses = np.array([[1.0, np.nan, 3.0], [2.0, np.nan, 0.5]])
    assert [part.tolist() for part in ridge(losses)] == [[0, 2], [0, 1]]
    assert best_cell(losses) == (1, 2)
    assert best_cell(np.full((2, 2), np.nan)) is None
    assert not falling(np.array([0.1, 1.0]), np.full((2, 4), np.nan))


def test_presets_are_found_in_the_data():
    population = fake()
    explorer, losses = explore_population(population, bowl(20)), {}
    for name in explorer.live.presets:
        explorer.preset(name)
        assert explorer.error is None
        losses[name] = explorer.host.artists["loss"].get_ydata()[-1]
    assert list(losses) == ["Büyük β, küçük α", "Aynı α, küçük β", "Iraksama", "En iyi hücre"]
    assert losses["En iyi hücre"] == np.nanmin(population.val_loss[2])
    assert losses["Büyük β, küçük α"] < losses["Aynı α, küçük β"]
    assert np.isnan(losses["Iraksama"])
    explorer.preset("Iraksama")
    assert "ıraksadı: 15. adım" in explorer.text


def test_words_tell_the_cell_the_best_and_the_ridge():
    explorer = explore_population(fake(), bowl(20))
    explorer.set(lr=float(LRS[0]), beta=0.0)
    assert "momentum, α = 0.01, β = 0: 20 adımda" in explorer.text
    assert "öğrenmedi: kayıp eğitim öncesinde 2.3 idi" in explorer.text
    assert "En iyi hücre: α = " in explorer.text
    assert "En iyi α, β = 0 iken 0.721, β = 0.98 iken 0.0204." in explorer.text


def test_interrupted_population_shows_what_is_there():
    whole = fake()
    loss = whole.val_loss.copy()
    loss[1:, :, 4:] = np.nan
    loss[2] = np.nan
    part = replace(whole, val_loss=loss, diverged_at=np.zeros(whole.grid, int))
    explorer = explore_population(part, bowl(20))
    explorer.set(beta=float(BETAS[6]))
    assert explorer.values["steps"] == 10
    assert "yarıda kesildi" in explorer.text
    loss[1:] = np.nan
    with pytest.raises(ValueError, match="`population` ilk değerlendirmeye ulaşmadan"):
        explore_population(part, bowl(20))


def test_population_that_learned_nothing_is_still_drawn():
    population = fake()
    hopeless = replace(population, val_loss=np.full_like(population.val_loss, 2.3))
    explorer = explore_population(hopeless, bowl(20))
    assert explorer.live.presets == {}
    assert "öğrenmedi" in explorer.text


def test_any_second_hyperparameter_and_any_surface():
    explorer = explore_population(fake("beta2", adam, across=np.array([0.9, 0.99, 0.999])), two_minima())
    assert explorer.host.artists["toy map"].axes.get_xlabel() == "β₂"
    assert explorer.error is None
    assert np.isfinite(paired(fake(), two_minima()).toy).any()


@pytest.mark.parametrize(
    "change",
    [
        {"hyper": {"lr": LRS[:, None] + 0 * BETAS, "beta": np.full((9, 8), 0.5)}},
        {"hyper": {"lr": np.flip(LRS)[:, None] + 0 * BETAS, "beta": BETAS + 0 * LRS[:, None]}},
        {"hyper": {"lr": 0.1 * BETAS + LRS[:, None], "beta": BETAS + 0 * LRS[:, None]}},
        {"hyper": {"lr": lambda step: 0.1, "beta": BETAS + 0 * LRS[:, None]}},
        {"grid": (72,)},
    ],
)
def test_grid_that_is_not_a_map_is_named(change):
    with pytest.raises(ValueError, match="`population`"):
        explore_population(replace(fake(), **change), bowl(20))


def test_wrong_objects_are_named():
    with pytest.raises(TypeError, match="`population` train_population'ın verdiği"):
        explore_population({"val_loss": 1}, bowl(20))
    with pytest.raises(TypeError, match="`surface`"):
        explore_population(fake(), bowl)
