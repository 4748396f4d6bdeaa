"""Ağlar: biçimler, tohum, dtype ve genel rastgele üretece dokunmama."""

import threading
from importlib.util import find_spec

import pytest
import torch
from torch import nn

from lrlab.train import RuleOptimizer, lenet, load_d2l, mlp, softmax_regression
from lrlab.train.networks.flat import flatten
from lrlab.train.runs.dice import Dice


def weights(model):
    return torch.cat([p.detach().reshape(-1) for p in model.parameters()])


def test_mlp_layers_and_parameter_count():
    model = mlp((64, 32, 10))
    assert [type(layer) for layer in model] == [nn.Flatten, nn.Linear, nn.ReLU, nn.Linear]
    assert len(weights(model)) == 64 * 32 + 32 + 32 * 10 + 10
    assert model(torch.zeros(5, 64)).shape == (5, 10)
    assert model(torch.zeros(5, 1, 8, 8)).shape == (5, 10)


def test_softmax_regression_is_one_linear_layer():
    model = softmax_regression(784, 10)
    assert [type(layer) for layer in model] == [nn.Flatten, nn.Linear]
    x = torch.rand(3, 784)
    assert torch.allclose(model(x), x @ model[1].weight.T + model[1].bias)


def test_seed_decides_the_weights_and_the_global_generator_is_untouched():
    torch.manual_seed(7)
    before = torch.get_rng_state()
    first, same, other = (weights(mlp((4, 8, 3), seed)) for seed in (1, 1, 2))
    assert torch.equal(first, same)
    assert not torch.equal(first, other)
    assert torch.equal(before, torch.get_rng_state())


def test_weights_are_torchs_own_default_for_that_seed():
    model = mlp((4, 8, 3), seed=5)
    torch.manual_seed(5)
    layers = nn.Linear(4, 8), nn.Linear(8, 3)
    assert torch.equal(weights(model), torch.cat([weights(layer) for layer in layers]))


def test_same_seed_is_the_same_network_in_every_dtype():
    single, double = mlp((4, 3), 1), mlp((4, 3), 1, dtype=torch.float64)
    assert weights(double).dtype == torch.float64
    assert torch.equal(weights(single).double(), weights(double))


@pytest.mark.parametrize(
    ("sizes", "error", "said"),
    [
        ((64,), ValueError, "`sizes`"),
        ("64", ValueError, "`sizes`"),
        (64, ValueError, "`sizes` = 64 olamaz"),
        ((64, 0, 10), ValueError, r"`sizes\[1\]` = 0 olamaz"),
        ((64, "32", 10), TypeError, r"`sizes\[1\]`"),
    ],
)
def test_bad_sizes_are_named(sizes, error, said):
    with pytest.raises(error, match=said):
        mlp(sizes)


def test_bad_seed_is_named():
    with pytest.raises(ValueError, match="`seed` = -1 olamaz"):
        mlp((4, 3), -1)


def test_flat_vectors_are_the_parameters_and_their_gradients():
    model = mlp((4, 8, 3), 1)
    before = weights(model)
    w, g = flatten(model)
    assert torch.equal(w, before)
    model(torch.ones(2, 4)).sum().backward()
    assert torch.equal(g, torch.cat([p.grad.reshape(-1) for p in model.parameters()]))
    assert g[-3:].tolist() == [2.0, 2.0, 2.0]
    w.zero_()
    assert all((p == 0).all() for p in model.parameters())


def test_frozen_parameters_stay_out_of_the_flat_vector():
    model = mlp((4, 8, 3), 1)
    model[1].requires_grad_(False)
    w, _ = flatten(model)
    assert len(w) == 8 * 3 + 3


def test_models_that_cannot_be_flattened_are_told():
    with pytest.raises(ValueError, match=r"`model` .*bulunan: hiç parametre yok"):
        flatten(nn.ReLU())
    mixed = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2).double())
    with pytest.raises(ValueError, match=r"bulunan: torch\.float32 \(cpu\), torch\.float64 \(cpu\)"):
        flatten(mixed)


def test_building_a_network_waits_while_another_thread_uses_the_generator():
    """Genel üreteç süreçte tektir: süren bir dropout eğitimi ile kurulan bir ağ birbirinin sayılarını almamalı."""
    wanted, built = mlp((4, 3), seed=5)[1].weight, []
    dice = Dice(0, torch.device("cpu"))
    with dice:
        before = torch.get_rng_state()
        builder = threading.Thread(target=lambda: built.append(mlp((4, 3), seed=5)))
        builder.start()
        builder.join(0.2)
        assert not built
        assert torch.equal(torch.get_rng_state(), before)
    builder.join(10)
    assert torch.equal(built[0][1].weight, wanted)


# LeNet'in katmanları: türü, parametrelerinin biçimi, bir resimden çıkanın biçimi.
LENET = (
    ("Conv2d", [(6, 1, 5, 5), (6,)], (6, 28, 28)),
    ("MaxPool2d", [], (6, 14, 14)),
    ("ReLU", [], (6, 14, 14)),
    ("Conv2d", [(16, 6, 5, 5), (16,)], (16, 10, 10)),
    ("MaxPool2d", [], (16, 5, 5)),
    ("ReLU", [], (16, 5, 5)),
    ("Flatten", [], (400,)),
    ("Linear", [(120, 400), (120,)], (120,)),
    ("ReLU", [], (120,)),
    ("Linear", [(84, 120), (84,)], (84,)),
    ("ReLU", [], (84,)),
    ("Linear", [(10, 84), (10,)], (10,)),
)


def test_lenet_has_the_layers_of_the_table():
    model, x = lenet(3), torch.rand(2, 1, 28, 28)
    for layer, (kind, shapes, out) in zip(model, LENET, strict=True):
        x = layer(x)
        found = type(layer).__name__, [tuple(p.shape) for p in layer.parameters()], tuple(x.shape[1:])
        assert found == (kind, shapes, out)
    assert len(weights(model)) == 61_706
    assert lenet(dtype=torch.float64)[0].weight.dtype == torch.float64
    with pytest.raises(TypeError, match="`dtype`"):
        lenet(dtype=torch.int64)


def test_lenet_starts_from_torchs_own_default_for_its_seed():
    torch.manual_seed(3)
    layers = nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, 5), nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, 10)
    assert torch.equal(weights(lenet(3)), torch.cat([weights(layer) for layer in layers]))


@pytest.mark.skipif(find_spec("d2l") is None or find_spec("torchvision") is None, reason="d2l kurulu değil")
@pytest.mark.filterwarnings("ignore:Lazy modules")
def test_lenet_is_d2ls_with_relu_and_max_pooling():
    """d2l'nin sınıfı sigmoid ve ortalama havuzlama kullanır; zamanlayıcı bölümü bu ikisini değiştirir.

    Orada ReLU havuzlamadan öncedir, bizde sonra: çıktı da gradyanlar da son bitine dek aynıdır.
    """
    ours, x = lenet(3), torch.randn(64, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    theirs = load_d2l().LeNet().net
    theirs(x)  # biçimsiz (Lazy) katmanlar kurulsun
    swapped = {"Sigmoid": nn.ReLU(), "AvgPool2d": nn.MaxPool2d(2)}
    theirs = nn.Sequential(*[swapped.get(type(layer).__name__, layer) for layer in theirs])
    assert sorted(type(layer).__name__ for layer in theirs) == sorted(type(layer).__name__ for layer in ours)
    theirs.load_state_dict(ours.state_dict())
    found, wanted = ours(x), theirs(x)
    assert torch.equal(found, wanted)
    for out in (found, wanted):
        out.square().sum().backward()
    for p, q in zip(ours.parameters(), theirs.parameters(), strict=True):
        assert torch.equal(p.grad, q.grad)


def test_flat_convolutions_are_channels_last_and_the_same_network():
    model, x = lenet(1), torch.rand(4, 1, 28, 28)
    before, named = model(x), [p.detach().clone() for p in model.parameters()]
    w, g = flatten(model)
    assert all(torch.equal(a, b) for a, b in zip(named, model.parameters(), strict=True))
    assert model[3].weight.is_contiguous(memory_format=torch.channels_last)
    assert (model(x) - before).abs().max() < 1e-6
    model(x).square().sum().backward()
    gradients = [p.grad.clone() for p in model.parameters()]
    plain = lenet(1)
    plain(x).square().sum().backward()
    for found, p in zip(gradients, plain.parameters(), strict=True):
        assert (found - p.grad).abs().max() <= 1e-4 * p.grad.abs().max()
    with torch.no_grad():
        w.sub_(g)  # düz adım, katman katman adımın aynısıdır
    assert all(torch.equal(p, a - b) for p, a, b in zip(model.parameters(), named, gradients, strict=True))


def test_optimizer_state_of_a_convolution_has_the_parameters_shape():
    model = lenet(1)
    optimizer = RuleOptimizer(model.parameters(), "momentum", lr=0.1)
    model(torch.rand(4, 1, 28, 28)).square().sum().backward()
    optimizer.step()
    kept = optimizer.state_dict()["state"][2]["m"]
    assert torch.equal(kept, model[3].weight.grad)
