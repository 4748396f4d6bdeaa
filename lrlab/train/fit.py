"""Model veri kümesine uyuyor mu: eğitimden önce, modelin bir kopyasında denenir."""

import copy

import torch
from torch import nn

from lrlab.core.validate import instance
from lrlab.train.data import Dataset
from lrlab.train.models import seeded


def fitting(model: nn.Module, dataset: Dataset, batch_size: int, shortest: int) -> nn.Module:
    """`model`i, kümenin bir örneğini alıp her sınıf için bir logit veriyorsa döndürür, yoksa `ValueError`.

    `shortest`: eğitimde rastlanacak en kısa minigrup; 1 ise modelin tek örnekle eğitilebildiğine de bakılır
    (BatchNorm bunu yapamaz).
    """
    instance("model", model, nn.Module, "bir torch.nn.Module olmalı")
    trial = copy.deepcopy(model).double().eval()
    row, classes = dataset.train_x[:1].double(), len(dataset.classes)
    try:
        with torch.no_grad():
            logits = trial(row)
    except Exception as error:  # modelin kodu öğrencinindir: her türlü hata çıkabilir
        shape = tuple(row.shape[1:])
        raise ValueError(f"`model` {dataset.name} girdisini ({shape} biçiminde) alamıyor: {error}") from error
    shape = tuple(logits.shape) if isinstance(logits, torch.Tensor) else type(logits).__name__
    if shape != (1, classes):
        raise ValueError(f"`model` çıktısı (n, {classes}) biçiminde olmalı; bir örnek için çıkan: {shape}")
    if shortest == 1:
        try:
            with torch.no_grad(), seeded(0):
                trial.train()(row)
        except ValueError as error:
            raise ValueError(
                f"`batch_size` = {batch_size} olamaz; {len(dataset.train_y)} örnekte 1 örneklik bir minigrup kalıyor, "
                f"bu model ise onunla eğitilemiyor: {error}"
            ) from error
    return model
