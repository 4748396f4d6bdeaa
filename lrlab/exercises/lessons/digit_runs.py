"""Kendi kuralını yazdıran görevlerin koşusu: rakamlarda küçük bir ağ, bir kuralla ya da torch'un eniyileyicisiyle."""

from collections.abc import Callable
from typing import Any

SIZES, BATCH = (64, 16, 10), 64


def torch_losses(name: str, steps: int, seed: int, **given: Any) -> list[float]:
    """`torch.optim`in `name` eniyileyicisiyle ilk dönemin `steps` (en çok 23) güncellemesinden önceki kayıplar."""
    import torch  # torch ancak bu görevler denetlenirken yüklenir
    from torch.nn.functional import cross_entropy

    from lrlab.train import digits, minibatches, mlp

    data, model, found = digits(), mlp(SIZES, seed, dtype=torch.float64), []
    optimizer = getattr(torch.optim, name)(model.parameters(), **given)
    batches = minibatches(data.train_x.double(), data.train_y, BATCH, seed=(seed, 0))
    for _, (_, x, y) in zip(range(steps), batches, strict=False):
        optimizer.zero_grad()
        loss = cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        found.append(loss.item())
    return found


def rule_losses(state: tuple[str, ...], step: Callable[..., Any], steps: int, seed: int, **hyper: Any) -> Any:
    """Aynı koşu, `step` güncelleme kuralıyla (durumunun adları `state`)."""
    import torch

    from lrlab.core import rule
    from lrlab.train import digits, mlp, train

    model = mlp(SIZES, seed, dtype=torch.float64)
    return train(digits(), model, rule(*state)(step), batch_size=BATCH, steps=steps, seed=seed, **hyper).loss
