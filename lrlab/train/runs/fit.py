"""Model ile veri kümesi: eğitimden önce uyuyorlar mı, sonra ne kadar iyi uyuyorlar."""

import copy

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from lrlab.core.validate import instance
from lrlab.train.data.datasets import Dataset
from lrlab.train.networks.flat import flattenable, trainable
from lrlab.train.runs.dice import Dice

CHUNK = 1024  # değerlendirmede bir kerede geçen örnek: ara katmanlar önbelleğe sığsın


def cast(x: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """Girdi, ağırlıkların `dtype`ında; kesirli olmayan girdi (harf numaraları gibi) olduğu gibi kalır."""
    return x.to(dtype) if x.is_floating_point() else x


def copied(model: nn.Module) -> nn.Module:
    """`model`in bir kopyası; kopyalanamıyorsa `ValueError`.

    weight_norm ve prune gibi kancalar (hook) her geçişte hesapladıkları ağırlığı, ağlar da son çıktılarını düz bir
    öznitelikte bırakır. Böyle hesaplanmış tensörleri torch kopyalamaz; kopyada değerleri kalır, bağları gerekmez.
    """
    computed = [
        value
        for module in model.modules()
        for value in vars(module).values()
        if isinstance(value, torch.Tensor) and not value.is_leaf
    ]
    try:
        found = copy.deepcopy(model, {id(value): value.detach().clone() for value in computed})
    except Exception as error:  # modelin kodu öğrencinindir: her türlü hata çıkabilir
        raise ValueError(f"`model` kopyalanamıyor (copy.deepcopy): {error}") from error
    if not all(p.is_leaf for p in found.parameters()):  # torch'un kopyasında ağırlıklar hesaplanmış tensörlerdir
        raise ValueError(
            "`model` TorchScript ile derlenmiş (torch.jit.script, torch.jit.trace) ve kopyası eğitilemiyor; "
            "derlenmemiş modeli eğit, eğitileni sonra derle"
        )
    return found


def fitting(model: nn.Module, dataset: Dataset, batch_size: int, shortest: int) -> nn.Module:
    """`model`i, kümenin bir örneğini alıp her sınıf için bir logit veriyorsa döndürür, yoksa `ValueError`.

    `shortest`: eğitimde rastlanacak en kısa minigrup; 1 ise modelin tek örnekle eğitilebildiğine de bakılır
    (BatchNorm bunu yapamaz).
    """
    instance("model", model, nn.Module, "bir torch.nn.Module olmalı")
    if trainable(model):  # parametresizse önce girdisi ve çıktısı söylensin
        flattenable(model)
    elif isinstance(model, torch.jit.ScriptModule):
        raise ValueError("`model` TorchScript ile dondurulmuş (torch.jit.freeze); eğitilecek parametresi yok")
    trial = copied(model).double().eval()
    row, classes = cast(dataset.train_x[:1], torch.float64).cpu(), len(dataset.classes)
    try:
        with torch.no_grad():
            logits = trial.cpu()(row)
    except Exception as error:  # modelin kodu öğrencinindir: her türlü hata çıkabilir
        shape = tuple(row.shape[1:])
        raise ValueError(f"`model` {dataset.name} girdisini ({shape} biçiminde) alamıyor: {error}") from error
    found = tuple(logits.shape) if isinstance(logits, torch.Tensor) else type(logits).__name__
    if found != (1, classes):
        raise ValueError(f"`model` çıktısı (n, {classes}) biçiminde olmalı; bir örnek için çıkan: {found}")
    if shortest == 1 and (refused := alone(model, dataset)):
        raise ValueError(
            f"`batch_size` = {batch_size} olamaz; {len(dataset.train_y)} örnekte 1 örneklik bir minigrup kalıyor, "
            f"bu model ise onunla eğitilemiyor: {refused}"
        ) from refused
    return model


def alone(model: nn.Module, dataset: Dataset) -> Exception | None:
    """Model tek örneklik bir minigrupla eğitilemiyorsa (BatchNorm) verdiği hata, yoksa `None`."""
    try:
        _trained(model, dataset.train_x[:1])
    except Exception as error:  # modelin kodu öğrencinindir: her türlü hata çıkabilir
        return error
    return None


def rolls_dice(model: nn.Module, dataset: Dataset) -> bool:
    """Model eğitim kipinde torch'un rastgele sayılarını kullanıyor mu (dropout gibi)."""
    try:
        return _trained(model, dataset.train_x[:2])
    except Exception:  # denenemedi; zarı varsaymak yalnızca birkaç mikrosaniyeye mal olur
        return True


def _trained(model: nn.Module, x: torch.Tensor) -> bool:
    """Modelin bir kopyasını eğitim kipinde bir kez çalıştırır; zar attıysa `True`."""
    dice = Dice(0, torch.device("cpu"))
    before, trial = dice.state, copied(model).cpu().double().train()
    with torch.no_grad(), dice:
        trial(cast(x, torch.float64).cpu())
    return not torch.equal(before, dice.state)


def predicted(model: nn.Module, x: torch.Tensor) -> torch.Tensor:
    """Örneklere ağın verdiği sınıf numaraları; modelin kipini değiştirmez."""
    training = model.training
    model.eval()
    with torch.inference_mode():
        found = model(x).argmax(1)
    model.train(training)
    return found


def evaluate(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> tuple[float, float]:
    """Bütün örneklerde ortalama çapraz entropi (nat) ve doğruluk (0–1); modelin kipini değiştirmez.

    Kayıp örneklerin ortalamasıdır: parça ortalamalarının ortalaması alınsaydı kısa son parça fazla sayılırdı.
    """
    if not len(y):
        raise ValueError("`y` boş olamaz; en az bir örnek gerekli")
    training = model.training
    model.eval()
    loss, right = 0.0, 0
    with torch.inference_mode():
        for xs, ys in zip(x.split(CHUNK), y.split(CHUNK), strict=True):
            logits = model(xs)
            loss += cross_entropy(logits, ys, reduction="sum").item()
            right += int((logits.argmax(1) == ys).sum())
    model.train(training)
    return loss / len(y), right / len(y)
