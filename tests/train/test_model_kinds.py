"""Eğitilen modelin türleri: derlenmiş, kancalı, bağlı ya da ortak bellekli ağ ya doğru eğitilir ya da söylenir."""

import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.nn.utils import parametrizations, prune, spectral_norm, weight_norm

from lrlab.core import sgd
from lrlab.train import Run, digits, minibatches, mlp, train, train_epochs
from lrlab.train.networks.models import seeded
from lrlab.train.runs.device import thread_count

DIGITS = digits().take(256, 64)


@pytest.fixture(autouse=True)
def one_thread():
    with thread_count(1):
        yield


def layers(*more):
    with seeded(3):
        middle = [make() for make in more]
        return nn.Sequential(nn.Linear(64, 64, bias=False), nn.Tanh(), *middle, nn.Linear(64, 10)).double()


def old_weight_norm():
    model = layers()
    weight_norm(model[0])
    return model


def new_weight_norm():
    model = layers()
    parametrizations.weight_norm(model[0])
    return model


def old_spectral_norm():
    model = layers()
    with seeded(5):
        spectral_norm(model[0], eps=1e-12)
    return model


def new_spectral_norm():
    model = layers()
    with seeded(5):
        parametrizations.spectral_norm(model[0])
    return model


def orthogonal():
    model = layers()
    with seeded(5):
        parametrizations.orthogonal(model[0])
    return model


def pruned():
    model = layers()
    prune.l1_unstructured(model[0], "weight", amount=0.5)
    return model


def tied():
    model = layers(lambda: nn.Linear(64, 64, bias=False), nn.Tanh)
    model[2].weight = model[0].weight
    return model


def frozen():
    model = layers(lambda: nn.Linear(64, 64), nn.Tanh)
    model[0].requires_grad_(False)
    model[2].bias.requires_grad_(False)
    return model


class Remembering(nn.Module):
    """Son çıktısını öznitelikte bırakır: torch böyle bir ağı kopyalayamaz."""

    def __init__(self):
        super().__init__()
        self.net, self.last = layers(), None

    def forward(self, x):
        self.last = self.net(x)
        return self.last


def remembering():
    model = Remembering()
    model(DIGITS.train_x[:4].double())
    return model


def checkpointed():
    class Made(nn.Module):
        def __init__(self):
            super().__init__()
            self.net = layers()

        def forward(self, x):
            return torch.utils.checkpoint.checkpoint(self.net, x, use_reentrant=False)

    return Made()


KINDS = (
    old_weight_norm, new_weight_norm, old_spectral_norm, new_spectral_norm, orthogonal, pruned, tied, frozen,
    remembering, checkpointed,
)  # fmt: skip


@pytest.mark.filterwarnings("ignore:.*weight_norm.*is deprecated:FutureWarning")
@pytest.mark.parametrize("make", KINDS)
def test_trained_as_by_torch(make):
    model = make()
    given = {name: value.clone() for name, value in model.state_dict().items()}
    record = train(DIGITS, model, sgd, batch_size=64, steps=6, lr=0.5)
    epochs = train_epochs(DIGITS, model, "sgd", epochs=1, batch_size=64, lr=0.5, device="cpu", threads=1)
    assert all(torch.equal(value, given[name]) for name, value in model.state_dict().items())
    wanted = make()
    optimizer = torch.optim.SGD([p for p in wanted.parameters() if p.requires_grad], lr=0.5)
    losses = []
    wanted.eval()
    for epoch in range(2):
        for _, x, y in minibatches(DIGITS.train_x, DIGITS.train_y, 64, seed=(0, epoch)):
            if len(losses) == 6:
                break
            wanted.train()
            optimizer.zero_grad()
            loss = cross_entropy(wanted(x.double()), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    assert record.loss == pytest.approx(losses, rel=1e-9)
    assert epochs.train_loss[0] == pytest.approx(sum(losses[:4]) / 4, rel=1e-9)
    assert losses[5] < 0.97 * losses[0]
    x = DIGITS.val_x.double()
    assert torch.allclose(record.model.eval()(x), wanted.eval()(x), rtol=0, atol=1e-9)


@pytest.mark.parametrize("compiled", [torch.jit.script, lambda model: torch.jit.trace(model, DIGITS.train_x[:2])])
@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_compiled_model_is_told(compiled, inside):
    model = compiled(mlp((64, 10)))
    model = nn.Sequential(model, nn.ReLU()) if inside else model
    for use in (
        lambda: train(DIGITS, model, sgd, batch_size=64, steps=2),
        lambda: Run(DIGITS, model),
        lambda: train_epochs(DIGITS, model, epochs=1),
    ):
        with pytest.raises(ValueError, match=r"`model` TorchScript.*derlenmemiş"):
            use()


class Shared(nn.Module):
    def __init__(self, how):
        super().__init__()
        self.first, self.second = nn.Linear(64, 64), nn.Linear(64, 64)
        self.out = nn.Linear(64, 10)
        how(self)

    def forward(self, x):
        return self.out(self.second(self.first(x)) + getattr(self, "kept", 0))


@pytest.mark.parametrize(
    "how",
    [
        lambda m: m.register_buffer("kept", m.first.bias.data),
        lambda m: m.register_buffer("kept", m.first.weight.data[0]),
        lambda m: setattr(m.second, "weight", nn.Parameter(m.first.weight.data)),
        lambda m: setattr(m.second, "weight", nn.Parameter(m.first.weight.data.t())),
        lambda m: setattr(m.second, "weight", nn.Parameter(m.first.weight.data, requires_grad=False)),
    ],
)
def test_memory_shared_behind_torchs_back_is_named(how):
    with pytest.raises(ValueError, match=r"`model` eğitilemez: `\w+.*` ile `\w+.*` aynı belleği paylaşıyor"):
        train(DIGITS, Shared(how), sgd, batch_size=64, steps=2)


def no_gradient():
    class Made(nn.Module):
        def __init__(self):
            super().__init__()
            self.net = nn.Linear(64, 10)

        def forward(self, x):
            with torch.no_grad():
                return self.net(x)

    return Made()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: mlp((64, 10)).to(torch.complex64), "tek türde.*complex64"),
        (lambda: mlp((64, 10)).requires_grad_(False), "hiç parametre yok"),
        (no_gradient, "hiçbir parametresine bağlı değil"),
    ],
)
@pytest.mark.filterwarnings("ignore:Complex modules are a new feature")
def test_a_model_that_cannot_be_trained_is_told(make, words):
    with pytest.raises(ValueError, match=f"`model` .*{words}"):
        train(DIGITS, make(), sgd, batch_size=64, steps=2)


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_half_models_are_trained(dtype):
    record = train(DIGITS, mlp((64, 10)).to(dtype), sgd, batch_size=64, steps=8, lr=0.5)
    assert record.loss[-1] < 0.8 * record.loss[0]
    assert record.model[1].weight.dtype == dtype


def test_parameters_replaced_during_a_run_are_told():
    run = Run(DIGITS, mlp((64, 10)), every=None, device="cpu")
    run.step(2)
    run.model.load_state_dict(mlp((64, 10), 5).state_dict(), assign=True)
    with pytest.raises(ValueError, match=r"`run\.model` .*parametre.*yeni bir Run"):
        run.step()
