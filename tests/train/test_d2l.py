"""d2l: temiz bir süreçte yüklenir, ayarlara dokunmaz, momentumu bizimkine eşittir; eksikse cümle kurar."""

import os
import subprocess
import sys
import warnings
from importlib.util import find_spec

import numpy as np
import pytest
import torch

from lrlab.core import Constant, Cosine, PerEpoch
from lrlab.train import d2l as lrlab_d2l
from lrlab.train import digits, evaluate, fashion_sample
from lrlab.train.networks.models import seeded
from lrlab.train.runs.device import thread_count

needs_d2l = pytest.mark.skipif(
    find_spec("d2l") is None or find_spec("torchvision") is None,
    reason="d2l ya da torchvision kurulu değil; kurmak için: pip install --no-deps d2l==1.0.3",
)

SCRIPT = """
import matplotlib, sys, warnings
from lrlab.core import momentum
from lrlab.train import load_d2l
before, filters = dict(matplotlib.rcParams), list(warnings.filters)
assert "d2l" not in sys.modules and "torchvision" not in sys.modules
d2l = load_d2l()
assert d2l.__name__ == "d2l.torch"
assert dict(matplotlib.rcParams) == before
assert warnings.filters == filters
assert "matplotlib.pyplot" in sys.modules and not sys.modules["matplotlib.pyplot"].get_fignums()

import contextlib, io
import numpy as np
grad = lambda x1, x2: (0.2 * x1, 4 * x2)          # f = 0.1 x1^2 + 2 x2^2
lr, beta = 0.4, 0.5
def trainer(x1, x2, v1, v2, f_grad):               # kitaptaki momentum_2d
    g1, g2 = f_grad(x1, x2)
    v1, v2 = beta * v1 + g1, beta * v2 + g2
    return x1 - lr * v1, x2 - lr * v2, v1, v2
with contextlib.redirect_stdout(io.StringIO()):
    theirs = np.array(d2l.train_2d(trainer, steps=20, f_grad=grad), dtype=float)
w, path = np.array([-5.0, -2.0]), [[-5.0, -2.0]]
s = momentum.zeros(w)
for t in range(1, 21):
    w, s = momentum(w, np.array(grad(*w)), s, t, lr=lr, beta=beta)
    path.append(list(w))
assert theirs.shape == (21, 2)
print(np.abs(theirs - np.array(path)).max())
"""


@needs_d2l
def test_fresh_process_imports_d2l_and_momentum_agrees():
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < 1e-12
    assert done.stderr == ""


@needs_d2l
def test_missing_operators_are_defined_only_when_torchvision_lacks_them():
    code = (
        "import torch\n"
        "try:\n    import torchvision\nexcept RuntimeError:\n    needed = True\nelse:\n    needed = False\n"
        "defined = []\n"
        "original = torch.library.define\n"
        "def define(*a, **k):\n    defined.append(a[0]); return original(*a, **k)\n"
        "torch.library.define = define\n"
        "from lrlab.train import load_d2l\nload_d2l()\n"
        "assert defined == (['torchvision::nms', 'torchvision::qnms'] if needed else []), defined\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("missing", "command"),
    [
        ("torchvision", "pip install torchvision"),
        ("d2l", "pip install --no-deps d2l==1.0.3"),
        ("d2l.torch", "pip install --no-deps d2l==1.0.3"),
        ("pandas", "pip install pandas"),
    ],
)
def test_missing_package_is_named_with_its_command(monkeypatch, missing, command):
    def fake(name):
        if name == missing or (name == "d2l.torch" and missing != "torchvision"):
            raise ModuleNotFoundError(f"No module named {missing!r}", name=missing)

    monkeypatch.setattr(lrlab_d2l, "import_module", fake)
    with pytest.raises(ImportError, match=f"{missing.partition('.')[0]} kurulu değil; .*{command}"):
        lrlab_d2l.load_d2l()


def test_other_torchvision_failures_are_told(monkeypatch):
    def fake(name):
        raise RuntimeError("başka bir sorun")

    monkeypatch.setattr(lrlab_d2l, "import_module", fake)
    with pytest.raises(ImportError, match=r"torchvision yüklenemedi: başka bir sorun; .*pip install --upgrade"):
        lrlab_d2l.load_d2l()


@pytest.fixture
def d2l():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch'un Lazy katmanlarla ilgili uyarısı, sürümüne göre
        yield lrlab_d2l.load_d2l()


@needs_d2l
def test_d2ls_dataset_serves_our_images_without_the_network(d2l):
    sample = fashion_sample().take(96, 40)
    served = lrlab_d2l.d2l_fashion(sample, 32)
    assert isinstance(served, d2l.FashionMNIST)
    assert len(served.train_dataloader()) == 3
    x, y = next(iter(served.val_dataloader()))
    assert torch.equal(x, sample.val_x[:32])
    assert torch.equal(y, sample.val_y[:32])
    assert served.text_labels([9]) == ["ankle boot"]
    assert not os.path.exists(served.train.root)


@needs_d2l
def test_d2ls_lenet_and_trainer_run_under_our_schedule(d2l):
    schedule = PerEpoch(Cosine(0.9, 0.1, 2), 3)
    model = d2l.LeNet(lr=55.0)  # kullanılmaz
    run = lrlab_d2l.fit_d2l(model, lrlab_d2l.d2l_fashion(fashion_sample().take(96, 40), 32), schedule, epochs=3)
    assert run.rate.tolist() == schedule(np.arange(9)).tolist()
    assert len(run.loss) == 9
    assert sum(p.numel() for p in model.parameters()) == 61_706
    loss, accuracy = evaluate(model.net, fashion_sample().val_x[:40], fashion_sample().val_y[:40])
    assert run.val_loss[-1] == pytest.approx(loss, rel=1e-5)
    assert run.val_accuracy[-1] == pytest.approx(accuracy, rel=1e-6)
    assert "plot" not in vars(model)
    assert "matplotlib.pyplot" not in sys.modules or not sys.modules["matplotlib.pyplot"].get_fignums()


@needs_d2l
def test_constant_schedule_is_d2ls_own_training(d2l):
    """Aynı tohumla d2l'nin kendi Trainer'ı da aynı ağırlıklara varır."""
    data = lrlab_d2l.d2l_fashion(fashion_sample().take(96, 40), 32)
    ours, theirs = d2l.LeNet(lr=0.5), d2l.LeNet(lr=0.5)
    before = torch.get_rng_state()
    lrlab_d2l.fit_d2l(ours, data, Constant(0.5), epochs=2, seed=7)
    assert torch.equal(before, torch.get_rng_state())
    theirs.plot = lambda *_, **__: None
    with seeded(7), thread_count(1):
        d2l.Trainer(2).fit(theirs, data)
    assert all(torch.equal(a, b) for a, b in zip(ours.parameters(), theirs.parameters(), strict=True))


@needs_d2l
def test_wrong_input_is_named(d2l):
    with pytest.raises(ValueError, match=r"`dataset` görüntüleri \(64,\) biçiminde olamaz"):
        lrlab_d2l.d2l_fashion(digits())
    with pytest.raises(TypeError, match="`model` d2l'nin bir sınıflandırıcısı olmalı"):
        lrlab_d2l.fit_d2l(torch.nn.Linear(2, 2), None, Constant(0.1), epochs=1)
    with pytest.raises(TypeError, match="`schedule` bir zamanlayıcı olmalı"):
        lrlab_d2l.fit_d2l(d2l.LeNet(), None, 0.1, epochs=1)
