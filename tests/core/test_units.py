"""PerEpoch ve D2LOrder: dönem başına oran, doğru sırada ve d2l'nin sırasında."""

import numpy as np
import pytest
import torch

from lrlab.core import Constant, Cosine, D2LOrder, PerEpoch, Schedule, Warmup

WARM = Warmup(Cosine(0.3, 0.01, 15), 5)


def test_rate_of_an_epoch_holds_from_its_first_update_to_its_last():
    s = PerEpoch(WARM, 4)
    assert np.array_equal(s(np.arange(120)), np.repeat(WARM(np.arange(30)), 4))
    assert s(3) == WARM(0) == 0.0
    assert s(4) == WARM(1)
    assert type(s(7)) is float


def test_per_epoch_is_torchs_scheduler_stepped_after_each_epoch():
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    scheduler, rates = torch.optim.lr_scheduler.LambdaLR(optimizer, WARM), []
    for _ in range(30):
        for _ in range(3):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
        scheduler.step()
    assert np.allclose(PerEpoch(WARM, 3)(np.arange(90)), rates, rtol=1e-15, atol=0)


def d2l_train(scheduler, first, epochs, updates):
    """d2l'nin train()'indeki sıra: oran, dönem bittikten SONRA scheduler(epoch) ile kurulur."""
    lr, rates = first, []
    for epoch in range(epochs):
        rates += [lr] * updates
        lr = scheduler(epoch)
    return rates


def test_d2l_order_is_one_epoch_late():
    s = PerEpoch(D2LOrder(WARM, first=0.3), 4)
    assert np.allclose(s(np.arange(120)), d2l_train(WARM, 0.3, 30, 4), rtol=1e-14, atol=0)
    # Isınma amacının tersine döner: ilk dönem tam oranla, ikincisi 0 ile.
    assert s([0, 3, 4, 7, 8]) == pytest.approx([0.3, 0.3, 0.0, 0.0, 0.06])


def test_both_keep_their_last_value_and_can_be_wrapped():
    assert PerEpoch(WARM, 4)(10**6) == pytest.approx(0.01)
    late = PerEpoch(D2LOrder(Constant(0.1), 0.5), 2)
    assert Warmup(late, 1)(np.arange(5)).tolist() == [0.0, 0.5, 0.5, 0.1, 0.1]


def test_epoch_schedule_sees_whole_numbers_only():
    class Whole(Schedule):
        def at(self, t):
            assert np.array_equal(t, np.floor(t))
            return t + 0.0

    assert PerEpoch(Whole(), 3)([0, 2, 2.5, 3, 8]).tolist() == [0, 0, 0, 1, 2]


@pytest.mark.parametrize(
    ("make", "error", "said"),
    [
        (lambda: PerEpoch(WARM, 0), ValueError, r"`updates` = 0 olamaz; izin verilen aralık: \[1, inf\)"),
        (lambda: PerEpoch(WARM, 2.5), ValueError, "`updates` = 2.5 olamaz; bir tam sayı olmalı"),
        (lambda: PerEpoch(0.1, 5), TypeError, "`schedule` bir zamanlayıcı olmalı"),
        (lambda: D2LOrder(WARM, -1), ValueError, "`first` = -1 olamaz"),
    ],
)
def test_bad_fields_are_named(make, error, said):
    with pytest.raises(error, match=said):
        make()
