"""d2l'nin SuccessiveHalvingScheduler'ı: doğru olduğu yerde aynı turlar ve terfiler; ayrıldığımız yerlerin kanıtı."""

import math
import warnings
from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lrlab.hpo import SuccessiveHalving, rungs
from tests.hpo import streams

pytestmark = pytest.mark.skipif(
    find_spec("d2l") is None or find_spec("torchvision") is None,
    reason="d2l ya da torchvision kurulu değil; kurmak için: pip install --no-deps d2l==1.0.3",
)


class Counting(streams.Counting):
    """İki tarafın da aynı yapılandırmaları çekmesi için d2l'nin adlarıyla."""

    def sample_configuration(self):
        return self.ask()

    def update(self, config, error, additional_info=None):
        self.told.append((dict(config), error, additional_info))


@pytest.fixture(scope="module")
def d2l():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lrlab.train import load_d2l

        yield load_d2l()


def error_of(number, resource):
    """Her (yapılandırma, kaynak) için ayrı, sırası karışık bir hata: eşitlik yok."""
    return math.sin(12.9898 * (number + 1) + 78.233 * resource) % 1 + number * 1e-9


def serial(scheduler, jobs, error=error_of):
    """`jobs` işi birer birer yürütür: (yapılandırma, kaynak) sırası."""
    done = []
    for _ in range(jobs):
        config = scheduler.suggest()
        done.append((config["number"], config["max_epochs"]))
        scheduler.update(config, error(*done[-1]))
    return done


def by_round(done, sizes):
    """Sıralı koşu -> her tur ve basamak için {yapılandırma} kümesi; basamak boyları `sizes`."""
    sets, place = [], 0
    while place < len(done):
        for size in sizes:
            part = done[place : place + size]
            sets.append((frozenset(number for number, _ in part), {resource for _, resource in part}))
            place += size
    return sets


@given(
    r_min=st.integers(1, 4),
    more=st.integers(0, 40),
    eta=st.integers(2, 4),
    factor=st.integers(1, 3),
)
@settings(derandomize=True, deadline=None, max_examples=40)
def test_same_sets_per_rung_and_round(d2l, r_min, more, eta, factor):
    levels = rungs(r_min, r_min + more, eta)
    sizes = [factor * eta**k for k in reversed(range(len(levels)))]
    assume(sizes[0] <= 300)
    theirs = d2l.SuccessiveHalvingScheduler(Counting(), eta=eta, r_min=r_min, r_max=r_min + more, prefact=factor)
    ours = SuccessiveHalving(Counting(), r_min=r_min, r_max=r_min + more, eta=eta, factor=factor)
    assert tuple(theirs.rung_levels) == levels
    expected = by_round(serial(theirs, 3 * sum(sizes)), sizes)
    found = by_round(serial(ours, 3 * sum(sizes)), sizes)
    assert found == expected
    assert [resources for _, resources in found] == [{level} for level in levels] * 3
    assert {(c["number"], r) for c, _, r in ours.searcher.told} == {
        (c["number"], c["max_epochs"]) for c, _, _ in theirs.searcher.told
    }


def test_d2l_takes_the_last_first(d2l):
    theirs = d2l.SuccessiveHalvingScheduler(Counting(), eta=2, r_min=1, r_max=4)
    ours = SuccessiveHalving(Counting(), r_min=1, r_max=4, eta=2)

    def error(number, resource):
        return [0.3, 0.1, 0.4, 0.2][number]

    assert serial(ours, 7, error) == [(0, 1), (1, 1), (2, 1), (3, 1), (1, 2), (3, 2), (1, 4)]
    # Son çekilen ilk koşar; terfi edenlerin de önce kötüsü (3), sonra iyisi (1).
    assert serial(theirs, 7, error) == [(3, 1), (2, 1), (1, 1), (0, 1), (3, 2), (1, 2), (1, 4)]


def test_d2l_writes_into_the_initial_configuration(d2l):
    from scipy import stats

    from lrlab.hpo import Float, Random, Space

    initial = {"rate": 0.1}
    theirs = d2l.SuccessiveHalvingScheduler(
        d2l.RandomSearcher({"rate": stats.uniform(0.0, 1.0)}, initial_config=initial), eta=2, r_min=1, r_max=2
    )
    theirs.suggest()
    assert initial == {"rate": 0.1, "max_epochs": 1}
    initial = {"rate": 0.1}
    ours = SuccessiveHalving(Random(Space({"rate": Float(0.0, 1.0)}), initial=[initial]), r_min=1, r_max=2)
    assert ours.suggest() == {"rate": 0.1, "max_epochs": 1}
    assert initial == {"rate": 0.1}


def test_d2l_opens_a_new_round_while_a_straggler_runs(d2l):
    """İki işçi: d2l'de yeni turun sonucu eski basamağı doldurur ve geride kalan yok sayılır; bizde bariyer vardır."""
    theirs = d2l.SuccessiveHalvingScheduler(Counting(), eta=2, r_min=1, r_max=2)
    straggler, quick = theirs.suggest(), theirs.suggest()
    theirs.update(quick, 0.5)
    third = theirs.suggest()
    assert third == {"number": 3, "max_epochs": 1}
    theirs.update(third, 0.4)
    assert theirs.queue[0] == {"number": 3, "max_epochs": 2}  # 1 numaranın sonucu gelmeden terfi
    assert straggler == {"number": 1, "max_epochs": 1}

    ours = SuccessiveHalving(Counting(), r_min=1, r_max=2, eta=2)
    ours.ask(), ours.ask()
    ours.tell(1, 1, 0.5)
    assert ours.ask() is None
    ours.tell(0, 1, 0.6)
    assert (ours.ask().trial, ours.ask()) == (1, None)


def test_d2l_may_promote_nan(d2l):
    def error(number, resource):
        return [0.1, math.nan][number] if number < 2 else 0.9

    theirs = d2l.SuccessiveHalvingScheduler(Counting(), eta=2, r_min=1, r_max=2)
    assert serial(theirs, 3, error)[-1] == (1, 2)  # NaN ile karşılaştırma hep False: sıralama onu yerinde bırakır
    ours = SuccessiveHalving(Counting(), r_min=1, r_max=2, eta=2)
    assert serial(ours, 3, error)[-1] == (0, 2)


def test_ties_go_to_the_first_report_in_d2l_and_to_the_smaller_trial_here(d2l):
    theirs = d2l.SuccessiveHalvingScheduler(Counting(), eta=2, r_min=1, r_max=2)
    ours = SuccessiveHalving(Counting(), r_min=1, r_max=2, eta=2)
    assert serial(theirs, 3, lambda number, resource: 0.5)[-1] == (1, 2)
    assert serial(ours, 3, lambda number, resource: 0.5)[-1] == (0, 2)
    ours.ask(), ours.ask()
    ours.tell(3, 1, 0.5)
    ours.tell(2, 1, 0.5)
    assert ours.ask().trial == 2  # bildirim sırasından bağımsız


def test_d2ls_rung_count_is_rounded_down_and_saved_by_the_appended_r_max(d2l):
    # 3^5 = 243: kesirli logaritma numpy'nin sürümüne göre 5'e varamayıp 4'e yuvarlanır; basamaklar ikisinde de aynıdır.
    assert int(np.log(243 / 1) / np.log(3)) in (4, 5)
    theirs = d2l.SuccessiveHalvingScheduler(Counting(), eta=3, r_min=1, r_max=243)
    assert tuple(theirs.rung_levels) == rungs(1, 243, 3) == (1, 3, 9, 27, 81, 243)
    # Yukarı yuvarlandığında kurtaran yoktur: son basamaktan önce r_max'ı aşan bir basamak gelir.
    r_max = 2**60 - 1
    theirs = d2l.SuccessiveHalvingScheduler(Counting(), eta=2, r_min=1, r_max=r_max)
    assert theirs.rung_levels[-2:] == [r_max + 1, r_max]
    assert rungs(1, r_max, 2)[-2:] == (2**59, r_max)
