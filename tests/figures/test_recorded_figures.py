"""Kayıtlı eğitimlerin şekilleri (LeNet ve ısınma haritası): gösterilen sayılar, seçim, bozuk girdi."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.colors import to_hex

from lrlab.figures import BLACK, BLUE, GREY, VERMILION, explore_lenet_runs, explore_warmups
from lrlab.figures.schedules.warmup_map import learned
from tests.figures.recorded_runs import lenet_like, lenet_like_runs, warmup_like

WARMUPS = warmup_like()


@pytest.fixture
def lenet():
    return explore_lenet_runs(lenet_like_runs())


@pytest.fixture
def warmups():
    return explore_warmups(WARMUPS)


def line(explorer, name):
    return explorer.host.artists[name]


# --- LeNet ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("metric", ["test", "train", "gap", "loss"])
def test_every_schedule_shows_its_mean_and_the_chosen_its_band(metric, lenet):
    runs = lenet_like_runs()
    lenet.set(metric=metric, schedule="kosinüs")
    for name, one in runs.items():
        arrays = {
            "test": 100 * one.test_accuracy, "train": 100 * one.train_accuracy, "loss": one.train_loss,
            "gap": 100 * (one.train_accuracy - one.test_accuracy),
        }  # fmt: skip
        np.testing.assert_allclose(line(lenet, f"curve {name}").get_ydata(), arrays[metric].mean(0))
        np.testing.assert_array_equal(line(lenet, f"rate {name}").get_ydata(), one.rate)
        if name == "kosinüs":
            for end, values in (("low", arrays[metric].min(0)), ("high", arrays[metric].max(0))):
                np.testing.assert_allclose(line(lenet, end).get_ydata(), values)
    assert list(line(lenet, "curve").get_xdata()) == list(range(1, 13))
    low, high = (line(lenet, end).get_ydata() for end in ("low", "high"))
    corners = line(lenet, "band").get_xy()
    assert {tuple(pair) for pair in corners} == {(k + 1, y) for end in (low, high) for k, y in enumerate(end)}


def test_the_chosen_is_blue_the_compared_black_and_the_others_grey(lenet):
    lenet.set(schedule="kosinüs", other="sabit")
    assert to_hex(line(lenet, "curve").get_color()) == to_hex(BLUE)
    for kind in ("rate", "curve"):
        seen = {name: to_hex(line(lenet, f"{kind} {name}").get_color()) for name in lenet_like_runs()}
        assert seen == {name: to_hex(BLACK if name == "sabit" else GREY) for name in seen}
    assert [line(lenet, f"{name} name").get_text() for name in ("chosen", "other")] == ["kosinüs", "sabit"]
    lenet.set(other="")
    assert to_hex(line(lenet, "curve sabit").get_color()) == to_hex(GREY)
    assert not line(lenet, "other name").get_visible()


def test_lenet_titles_are_what_was_measured(lenet):
    def title(schedule, other="", metric="test", **more):
        values = {"metric": metric, "schedule": schedule, "other": other, "epoch": 12.0} | more
        return lenet.live.moment(values).title

    assert title("sabit") == "Sabit oranın test doğruluğu sona dek inip çıkıyor"
    assert title("sabit", "kosinüs") == "Sabit oran sona dek titriyor, karşılaştırılan durulmuş"
    assert title("sabit", epoch=3.0) == "Eğitim sürüyor: seçilenin ilk dönemleri"
    assert title("kosinüs") == "Oran sıfıra yaklaşınca test doğruluğu durulur"
    assert title("kosinüs", "karekök") == "Seçilen, karşılaştırılandan daha doğru bitiriyor"
    assert title("karekök", "kosinüs") == "Seçilen, karşılaştırılandan daha az doğru bitiriyor"
    assert title("ısınma + kosinüs (d2l sırası)") == "Seçilenin kimi tohumu hiç öğrenmedi: sonu şans düzeyinde"
    assert title("doğrusal", metric="gap") == "Eğitim - test farkı dönemler ilerledikçe açılıyor"
    assert title("doğrusal", metric="train") == "Aynı ağ, başka zamanlayıcılar: seçilenin tohumları"


@pytest.mark.parametrize(
    ("apart", "wanted"),
    [((1.0, -1.0, 0.5, -0.4), "İkisinin son doğrulukları"), ((1.0, 1.1, 0.9, 1.0), "Seçilen, karşılaştırılandan daha")],
)
def test_a_difference_is_a_title_only_when_it_is_measured(apart, wanted):
    runs = lenet_like_runs()
    base = runs["kosinüs"]
    moved = base.test_accuracy.copy()
    moved[:, -1] += np.array(apart) / 100
    pair = {"kosinüs": base, "başkası": replace(base, test_accuracy=moved)}
    with pytest.warns(UserWarning, match="gösterilmeyen hazır ayarlar"):
        explorer = explore_lenet_runs(pair, schedule="başkası", other="kosinüs")
    assert explorer.host.artists["headline"].get_text().startswith(wanted)


def test_no_lenet_preset_is_the_opening_or_another(lenet):
    states = [str(sorted((lenet.initial | values).items())) for values in lenet.live.presets.values()]
    assert len(set(states)) == len(states)
    assert states[0] != str(sorted(lenet.initial.items()))


def test_the_chosen_curve_is_walked_to_the_epoch(lenet):
    whole, rate = line(lenet, "curve").get_ydata(), line(lenet, "rate").get_ydata()
    lenet.set(epoch=2.0)
    np.testing.assert_array_equal(line(lenet, "curve").get_data(), [[1, 2], whole[:2]])
    np.testing.assert_array_equal(line(lenet, "curve here").get_xydata(), [[2, whole[1]]])
    np.testing.assert_array_equal(line(lenet, "rate here").get_xydata(), [[2, rate[1]]])
    assert f"2. dönemde α = {rate[1]:.3g}, test doğruluğu (%) {whole[1]:.3g}." in lenet.text
    assert lenet.point("curve here", 2.8, 50.0)
    assert lenet.values["epoch"] == 3
    assert {len(line(lenet, name).get_xdata()) for name, told in lenet.live.readouts.items() if told.index} == {
        len(whole)
    }


def test_axis_does_not_depend_on_the_chosen_schedule_and_differs_between_metrics(lenet):
    seen = {}
    for metric in ("test", "train", "gap", "loss"):
        limits = set()
        for name in lenet_like_runs():
            lenet.set(metric=metric, schedule=name)
            limits.add(line(lenet, "curve").axes.get_ylim())
        assert len(limits) == 1
        seen[metric] = limits.pop()
    assert len(set(seen.values())) == 4  # zemin, eksen sınırı değişince yenilenir: adı da yenilensin


def test_words_measure_the_end_the_jitter_the_gap_and_the_dead(lenet):
    one = lenet_like_runs()["sabit"]
    lenet.set(schedule="sabit")
    last = 100 * one.test_accuracy[:, -1]
    assert f"%{last.mean():.1f} ± {last.std(ddof=1):.1f}" in lenet.text
    jitter = (100 * one.test_accuracy[:, -5:]).std(1, ddof=1).mean()
    assert f"titremesi {jitter:.1f} puan" in lenet.text
    assert "eğitim - test farkı 3.6 puan" in lenet.text
    finding = lenet.text.split("\n")[0]
    assert finding.endswith("ölen tohum yok.")
    assert len(finding) <= 160
    lenet.set(schedule="ısınma + kosinüs (d2l sırası)")
    assert "1/4 tohum öldü" in lenet.text
    assert "son test doğruluğu ölmeyenlerde %84.0" in lenet.text


def test_difference_is_paired_over_the_seeds_that_lived_in_both(lenet):
    runs = lenet_like_runs()
    lenet.set(schedule="ısınma + kosinüs (d2l sırası)", other="doğrusal")
    pair = (runs[name].test_accuracy[1:, -1] for name in ("ısınma + kosinüs (d2l sırası)", "doğrusal"))
    apart = 100 * np.subtract(*pair)
    assert f"3 tohumda {apart.mean():+.2f} ± {apart.std(ddof=1) / np.sqrt(3):.2f} puan" in lenet.text


def test_presets_need_their_schedules():
    runs = lenet_like_runs()
    assert len(explore_lenet_runs(runs).live.presets) == 6
    with pytest.warns(UserWarning, match="gösterilmeyen hazır ayarlar") as told:
        few = explore_lenet_runs({name: runs[name] for name in ("sabit", "kosinüs")})
    assert list(few.live.presets) == ["Sabit oran titrer", "Eğitim - test farkı"]
    ours = [one for one in told if one.category is UserWarning]
    assert [str(one.message) for one in ours] == [
        "gösterilmeyen hazır ayarlar: 'Isınma ne kattı?' (schedule = 'ısınma + kosinüs'), 'Yanlış sıra' (schedule = "
        "'ısınma + kosinüs (d2l sırası)'), 'Çok adımlı' (schedule = 'çok adımlı'); `schedule` seçenekleri: 'sabit', "
        "'kosinüs'",
        "gösterilmeyen hazır ayarlar: 'Kosinüs ile doğrusal' (other = 'doğrusal'); `other` seçenekleri: '', 'sabit', "
        "'kosinüs'",
    ]
    assert {one.filename for one in ours} == {__file__}  # uyarı, şekli kuran satırı gösterir


def test_seeds_are_paired_by_number_and_a_diverged_one_leaves_the_mean():
    runs = lenet_like_runs()
    part = runs["doğrusal"]
    test = part.test_accuracy.copy()
    test[0, 6:] = np.nan
    runs["doğrusal"] = replace(part, seeds=part.seeds[::-1], test_accuracy=test)
    explorer = explore_lenet_runs(runs, schedule="doğrusal", other="kosinüs")
    apart = 100 * (test[1:, -1] - runs["kosinüs"].test_accuracy[2::-1, -1])
    assert f"3 tohumda {apart.mean():+.2f} ± {apart.std(ddof=1) / np.sqrt(3):.2f} puan" in explorer.text
    assert "1/4 tohum öldü" in explorer.text
    shown = line(explorer, "curve doğrusal").get_ydata()
    np.testing.assert_allclose(shown[[5, 6]], 100 * np.array([test[:, 5].mean(), test[1:, 6].mean()]))


@pytest.mark.filterwarnings("ignore:gösterilmeyen hazır ayarlar")
def test_runs_that_all_died_or_diverged_are_still_drawn():
    one = lenet_like(np.full(12, 0.5), 0, 80, 1, dead=4)
    nothing = np.full_like(one.test_accuracy, np.nan)
    gone = replace(one, test_accuracy=nothing, train_accuracy=nothing, train_loss=nothing)
    explorer = explore_lenet_runs({"sabit": one, "ıraksayan": gone})
    assert "4/4 tohum öldü" in explorer.text
    explorer.set(schedule="ıraksayan", other="sabit")
    assert "4/4 tohum öldü" in explorer.text
    assert "nan" not in explorer.text
    assert explore_lenet_runs({"ıraksayan": gone}).error is None


@pytest.mark.parametrize("runs", [{}, 3, {"sabit": 5}])
def test_wrong_runs_are_named(runs):
    with pytest.raises((TypeError, ValueError), match="`runs`"):
        explore_lenet_runs(runs)


# --- ısınma haritası ------------------------------------------------------------------------------------------


def test_cells_count_the_seeds_that_learned(warmups):
    counts = learned(WARMUPS)
    assert counts.shape == (2, 4, 4)
    for norm, expected in zip(("post", "pre"), counts, strict=True):
        axes = line(warmups, f"here {norm}").axes
        texts = {text.get_position(): text.get_text() for text in axes.texts}
        assert texts == {(c, r): f"{expected[r, c]}/5" for r in range(4) for c in range(4)}
        np.testing.assert_array_equal(axes.images[0].get_array(), expected)


def test_chosen_cell_shows_its_seeds(warmups):
    warmups.set(norm="post", lr=1e-3, warmup=10.0)
    place = (0, 1, 1)
    good = WARMUPS.accuracy[place] > 0.9
    assert 0 < good.sum() < 5
    for k in range(5):
        curve = line(warmups, f"seed {k}")
        np.testing.assert_array_equal(curve.get_data(), [WARMUPS.step, WARMUPS.loss[place][k]])
        assert curve.get_color() == (BLUE if good[k] else VERMILION)
    assert list(line(warmups, "end").get_xdata()) == [10, 10]
    assert line(warmups, "good name").get_text() == f"{good.sum()} öğrendi"
    assert line(warmups, "bad name").get_text() == f"{5 - good.sum()} öğrenmedi"
    assert line(warmups, "bad name").xy[1] == pytest.approx(WARMUPS.loss[place][~good, -1].mean())
    assert f"5 tohumdan {good.sum()} tanesi öğrendi, ısınmasız 1 tanesi." in warmups.text.split("\n")[0]
    assert "Aynı oran ısınmasız: 1/5. Aynı hücre pre-LN ile: 5/5." in warmups.text


def test_frame_marks_the_cell_on_both_maps_and_a_click_picks_one(warmups):
    for norm in ("post", "pre"):
        assert warmups.point(f"here {norm}", 2.3, 0.6)
        assert warmups.values == {"norm": norm, "lr": 1e-3, "warmup": 50.0}
        for each in ("post", "pre"):
            frame = line(warmups, f"here {each}")
            np.testing.assert_allclose([np.ptp(part) for part in frame.get_data()], 0.94)
            np.testing.assert_allclose([np.unique(part).mean() for part in frame.get_data()], [2, 1])
            assert frame.get_linewidth() == (3.5 if each == norm else 1.5)
    warmups.point("here pre", -9, 99)
    assert (warmups.values["lr"], warmups.values["warmup"]) == (5e-3, 0.0)


def test_the_end_of_the_warmup_is_dragged_on_the_curves(warmups):
    assert warmups.point("grip", 14.0, 0.9)
    assert warmups.values["warmup"] == 10.0
    np.testing.assert_array_equal(line(warmups, "grip").get_xdata(), [10])


def test_warmup_titles_are_what_the_seeds_did(warmups):
    def title(norm, lr, warmup):
        return warmups.live.moment({"norm": norm, "lr": lr, "warmup": warmup}).title

    assert title("post", 5e-4, 0.0) == "Aynı ayar, başka tohumlar: kimi öğrendi, kimi öğrenemedi"
    assert title("post", 1e-3, 0.0) == "Isınmasız: tohumların çoğu şans düzeyinde takılıyor"
    assert title("post", 1e-3, 50.0) == "Isınma yetti: ısınmasız öğrenemeyen tohumlar da öğrendi"
    assert title("post", 2e-3, 10.0) == "Isınma kısa: kimi tohum öğrendi, daha uzunu daha çoğunu öğretiyor"
    assert title("post", 5e-3, 10.0) == "Bu kadar ısınmayla hiçbir tohum öğrenmedi, daha uzunu öğretiyor"
    assert title("pre", 2e-3, 0.0) == "pre-LN ısınma istemedi: post-LN'in öğrenemediği oranda hepsi öğrendi"
    assert title("pre", 5e-3, 200.0) == "Bu oranda en uzun ısınma bile bütün tohumlara yetmiyor"
    assert title("pre", 5e-3, 10.0) == "Aynı ayar, başka tohumlar: kimi öğrendi, kimi öğrenemedi"
    assert title("pre", 5e-4, 10.0) == "Bütün tohumlar öğrendi"
    accuracy = WARMUPS.accuracy.copy()
    accuracy[0, 0] = 0.97
    easy = explore_warmups(replace(WARMUPS, accuracy=accuracy), norm="post", lr=5e-4, warmup=0.0)
    assert easy.host.artists["headline"].get_text() == "Oran küçükken ısınmasız da bütün tohumlar öğreniyor"


def test_first_warmup_preset_is_not_the_opening(warmups):
    states = list(warmups.live.presets.values())
    assert warmups.initial == warmups.live.presets["Yeterli ısınma"]
    assert states[0] != warmups.initial
    assert len({str(sorted(one.items())) for one in states}) == len(states)


def test_chance_level_is_drawn_at_ln_2(warmups):
    levels = [one.get_ydata()[0] for one in line(warmups, "end").axes.lines if one.get_linestyle() == ":"]
    assert levels == [pytest.approx(0.6931, abs=1e-4)]


def test_presets_tell_the_story_found_in_the_records(warmups):
    counts = {}
    for name in warmups.live.presets:
        warmups.preset(name)
        counts[name] = sum(line(warmups, f"seed {k}").get_color() == BLUE for k in range(5))
    assert counts == {"Isınmasız": 0, "Kısa ısınma": 1, "Yeterli ısınma": 5, "pre-LN, ısınmasız": 5}
    only = replace(WARMUPS, norms=("pre",), loss=WARMUPS.loss[1:], accuracy=WARMUPS.accuracy[1:])
    with pytest.warns(UserWarning, match="hepsi; `runs` içinde 'post' yok"):
        explorer = explore_warmups(only)
    assert explorer.live.presets == {}
    assert explorer.error is None
    only = replace(WARMUPS, norms=("post",), loss=WARMUPS.loss[:1], accuracy=WARMUPS.accuracy[:1])
    with pytest.warns(UserWarning, match="'pre-LN, ısınmasız'.*; `norm` seçenekleri: 'post'"):
        explorer = explore_warmups(only)
    assert list(explorer.live.presets) == list(counts)[:-1]


def test_diverged_run_is_counted_and_drawn_as_far_as_it_went():
    loss, accuracy = WARMUPS.loss.copy(), WARMUPS.accuracy.copy()
    loss[0, 3, 0, :, 7:], accuracy[0, 3, 0] = np.nan, np.nan
    explorer = explore_warmups(replace(WARMUPS, loss=loss, accuracy=accuracy), norm="post", lr=5e-3, warmup=0.0)
    assert "5 tohumdan 0 tanesi öğrendi.\nÖğrenmek: son doğruluk > 0.9. Aynı hücre pre-LN ile" in explorer.text
    assert np.isfinite(line(explorer, "seed 0").get_ydata()).sum() == 7


def test_wrong_records_are_named():
    with pytest.raises(TypeError, match="`runs` warmup_runs'ın verdiği"):
        explore_warmups({"loss": 1})
    with pytest.raises(ValueError, match=r"`runs` biçimleri.*\(2, 4, 4, 5\)"):
        explore_warmups(replace(WARMUPS, accuracy=WARMUPS.accuracy[..., :3]))
