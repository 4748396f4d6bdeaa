"""Fashion-MNIST: indirme, bozuk dosyalar, açıkça verilen klasör ve gerçek dosyalar."""

import gzip
import hashlib
import importlib.util
import os
from pathlib import Path

import numpy as np
import pytest
import torch

from lrlab.train import DataError
from lrlab.train.data import datasets as data
from lrlab.train.data import fashion
from lrlab.train.data.places import shipped_file

COUNTS = {"train": 30, "t10k": 10}
REPOSITORY = Path(__file__).parents[2]
ROOT = Path(os.environ.get("LRLAB_DATA", REPOSITORY.parent / "shared" / "data"))
real = pytest.mark.skipif(
    not (ROOT / "fashion-mnist").is_dir(),
    reason="Fashion-MNIST burada yok; LRLAB_DATA ile fashion-mnist/ klasörünün üst klasörünü göster",
)


def idx(array):
    header = b"\0\0\x08" + bytes([array.ndim]) + np.array(array.shape, ">i4").tobytes()
    return gzip.compress(header + array.tobytes(), mtime=0)


@pytest.fixture
def files():
    rng = np.random.default_rng(0)
    made = {}
    for part, count in COUNTS.items():
        made[f"{part}-{fashion.IMAGES}"] = idx(rng.integers(0, 256, (count, 28, 28), np.uint8))
        made[f"{part}-{fashion.LABELS}"] = idx((np.arange(count) % 10).astype(np.uint8))
    return made


@pytest.fixture
def folder(files, tmp_path):
    for name, body in files.items():
        (tmp_path / name).write_bytes(body)
    return tmp_path


def home_of(server, files):
    for name, body in files.items():
        server.serve(name, body)
    return fashion.Home(server.url, {name: hashlib.sha256(body).hexdigest() for name, body in files.items()})


def contents(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def test_ensure_downloads_the_four_files_once(server, files, tmp_path):
    home = home_of(server, files)
    fashion.ensure(tmp_path / "a", home)
    parts = fashion.read(fashion.ensure(tmp_path / "a", home), COUNTS)
    assert sorted(server.requests) == sorted(f"/{name}" for name in files)
    assert parts["train"][0].shape == (30, 28, 28)
    assert parts["t10k"][1].tolist() == list(range(10))


def test_failed_download_keeps_the_finished_files_and_resumes(server, files, tmp_path):
    home = home_of(server, files)
    last = f"t10k-{fashion.LABELS}"
    server.serve(last, b"", 503)
    with pytest.raises(DataError, match="HTTP 503"):
        fashion.ensure(tmp_path, home)
    assert sorted(contents(tmp_path).keys() - {".lock"}) == sorted(files.keys() - {last})
    server.serve(last, files[last])
    fashion.read(fashion.ensure(tmp_path, home), COUNTS)
    assert len(server.requests) == 5


def test_cache_with_a_truncated_file_says_which_to_delete(server, files, folder):
    name = f"train-{fashion.IMAGES}"
    (folder / name).write_bytes(files[name][:1000])
    with pytest.raises(DataError, match=rf"{name} bozuk.*Bu dosyayı sil"):
        fashion.ensure(folder, home_of(server, files))
    assert (folder / name).read_bytes() == files[name][:1000]


@pytest.mark.parametrize(
    ("name", "spoil", "said"),
    [
        (f"train-{fashion.IMAGES}", lambda b: b[: len(b) // 2], "yarım kalmış ya da bozuk bir gzip"),
        (f"train-{fashion.LABELS}", lambda b: b"PK" + b[2:], "yarım kalmış ya da bozuk bir gzip"),
        (f"t10k-{fashion.LABELS}", lambda b: b"", "idx dosyası değil"),
        (f"t10k-{fashion.LABELS}", lambda b: gzip.compress(b"\0\0\x0d\x01aaaa"), "idx dosyası değil"),
        (f"t10k-{fashion.LABELS}", lambda b: gzip.compress(gzip.decompress(b)[:-1]), "yarım: .* 9 bayt"),
        (f"t10k-{fashion.LABELS}", lambda b: idx(np.zeros(9, np.uint8)), r"\(10,\) beklendi, \(9,\) bulundu"),
        (f"t10k-{fashion.IMAGES}", lambda b: idx(np.zeros((10, 27, 28), np.uint8)), r"\(10, 27, 28\) bulundu"),
        (f"train-{fashion.LABELS}", lambda b: idx(np.full(30, 10, np.uint8)), "10 etiketi var; etiketler 0–9"),
    ],
)
def test_spoilt_file_is_named_and_untouched(files, folder, name, spoil, said):
    (folder / name).write_bytes(spoil(files[name]))
    before = contents(folder)
    with pytest.raises(DataError, match=said) as caught:
        fashion.read(folder, COUNTS)
    assert name in str(caught.value)
    assert "sil ve özgün dosyayı yeniden indir" in str(caught.value)
    assert contents(folder) == before


def test_missing_file_is_named(folder):
    (folder / f"train-{fashion.LABELS}").unlink()
    with pytest.raises(DataError, match=r"train-labels-idx1-ubyte\.gz yok; .*hepsi gerekli"):
        fashion.read(folder, COUNTS)


def test_unreadable_file_is_named(folder, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(fashion.gzip, "open", refuse)
    with pytest.raises(DataError, match=r"okunamadı: .*okuma iznini denetle"):
        fashion.read(folder, COUNTS)


def test_given_directory_must_exist_and_hold_full_counts(folder):
    with pytest.raises(DataError, match=r"`directory` = .*yok_boyle.* bir klasör değil"):
        data.fashion_mnist(folder / "yok_boyle")
    before = contents(folder)
    with pytest.raises(DataError, match=r"\(60000, 28, 28\) beklendi, \(30, 28, 28\) bulundu"):
        data.fashion_mnist(folder)
    assert contents(folder) == before


def test_variable_points_to_the_parent_folder(monkeypatch, tmp_path):
    asked = []
    monkeypatch.setenv("LRLAB_DATA", str(tmp_path))
    monkeypatch.setattr(fashion, "ensure", lambda folder: asked.append(folder) or folder)
    with pytest.raises(DataError):
        data.fashion_mnist()
    assert asked == [tmp_path / "fashion-mnist"]


@real
def test_real_files(monkeypatch):
    monkeypatch.setenv("LRLAB_DATA", str(ROOT))
    made = data.fashion_mnist()
    assert made.train_x.shape == (60_000, 1, 28, 28)
    assert made.val_x.shape == (10_000, 1, 28, 28)
    assert made.train_x.dtype == torch.float32
    assert made.train_y.dtype == torch.int64
    assert made.train_y.bincount().tolist() == [6000] * 10
    assert made.val_y.bincount().tolist() == [1000] * 10
    assert (made.train_x.min().item(), made.train_x.max().item()) == (0.0, 1.0)
    assert made.train_x.mean().item() == pytest.approx(0.2860, abs=1e-4)  # bilinen ortalama parlaklık
    assert made.classes[made.train_y[0]] == "Bot"
    assert len(made.classes) == 10


@real
def test_sample_is_rebuilt_from_the_original(monkeypatch):
    monkeypatch.setenv("LRLAB_DATA", str(ROOT))
    spec = importlib.util.spec_from_file_location("fashion_sample", REPOSITORY / "data" / "fashion_sample.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    rebuilt = script.sample()
    with np.load(shipped_file("fashion_sample.npz")) as file:
        assert sorted(file.files) == sorted(rebuilt)
        assert all(np.array_equal(file[name], rebuilt[name]) for name in rebuilt)
    d = data.fashion_sample()
    assert torch.equal((d.train_x[:, 0] * 255).round().byte(), torch.from_numpy(rebuilt["train_x"]))
    assert d.val_y.tolist() == rebuilt["val_y"].tolist()
