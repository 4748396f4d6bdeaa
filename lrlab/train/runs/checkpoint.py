"""Yarım kalan eğitimin dosyası: bölünmeden (atomik) yazılır, yalnızca aynı ayarlarla okunur."""

import os
import zlib
from pathlib import Path
from typing import Any

import torch
from torch import nn

from lrlab.core.schedules import Schedule
from lrlab.train.data.datasets import Dataset
from lrlab.train.runs.settings import Plan

# Fonksiyon olan zamanlayıcı bu adımlardaki değerleriyle tanınır: koşunun başı, sonra milyonuncu adıma dek, seyrelerek.
PROBES = sorted({*range(50), *(int(1.2**k) for k in range(22, 76))})


def fingerprint(dataset: Dataset, model: nn.Module, plan: Plan, seed: int) -> dict[str, Any]:
    """Koşuyu belirleyen her şey, ad -> sayı ya da yazı; iki koşu aynı ise eşittir."""
    tensors = (dataset.train_x, dataset.train_y, dataset.val_x, dataset.val_y)
    settings = {name: _plain(value) for name, value in plan.settings.as_dict().items()}
    return {
        **settings,
        "seed": seed,
        "dataset": f"{dataset.name}, {len(dataset.train_y)} + {len(dataset.val_y)} örnek, {_digest(tensors):08x}",
        "model": f"{model}, {_digest(model.state_dict().values()):08x}",
    }


def write(path: Path, settings: dict[str, Any], state: dict[str, Any]) -> None:
    """Önce yanına yazar, sonra adını değiştirir: dosya hep ya eskisi ya yenisidir, hiç yarım olmaz."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        torch.save({"settings": settings, "state": state}, part)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def read(path: Path, settings: dict[str, Any], epochs: int) -> dict[str, Any] | None:
    """Dosyadaki durum; dosya yoksa `None`. Başka bir koşununsa ya da okunamıyorsa `ValueError`."""
    if not path.is_file():
        if not path.parent.is_dir():
            raise ValueError(f"`checkpoint` = {str(path)!r} olamaz; {path.parent} klasörü yok")
        return None
    remedy = "başka bir dosya adı ver ya da bu dosyayı sil"
    try:
        saved = torch.load(path, map_location="cpu", weights_only=True)
        found, state = saved["settings"], saved["state"]
    except Exception as error:  # bozuk ya da başka türden bir dosya her hatayı verdirebilir
        raise ValueError(f"`checkpoint` = {str(path)!r} okunamıyor ({type(error).__name__}); {remedy}") from error
    for name in {**settings, **found}:
        if found.get(name) != settings.get(name):
            raise ValueError(
                f"`checkpoint` = {str(path)!r} başka ayarlarla başlamış: `{name}` orada {found.get(name)}, "
                f"burada {settings.get(name)}; {remedy}"
            )
    if state["epoch"] > epochs:
        raise ValueError(f"`epochs` = {epochs} olamaz; {str(path)!r} içinde {state['epoch']} dönem var; {remedy}")
    return state


def _plain(value: Any) -> Any:
    if not callable(value):
        return value
    if isinstance(value, Schedule) and " at 0x" not in (told := repr(value)):  # adresi olan, içinde bir fonksiyon sarar
        return told
    found = [_probed(value, step) for step in PROBES]
    return f"fonksiyon, ilk değerleri {', '.join(map(str, found[:5]))}; hepsi {zlib.crc32(repr(found).encode()):08x}"


def _probed(value: Any, step: int) -> float | str:
    try:
        return float(value(step))
    except Exception as error:  # oranları bir listede tutan fonksiyonun listesi biter
        return type(error).__name__


def _digest(tensors: Any) -> int:
    total = 0
    for tensor in tensors:
        total = zlib.crc32(tensor.detach().cpu().reshape(-1).view(torch.uint8).numpy(), total)
    return total
