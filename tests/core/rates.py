"""torch'un bir zamanlayıcısının verdiği oranlar: zamanlayıcı testlerinin karşılaştırdığı."""

import numpy as np
import torch


def torch_rates(make, lr, count):
    """torch zamanlayıcısının ilk `count` adımda verdiği oranlar."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=lr)
    scheduler, rates = make(optimizer), []
    for _ in range(count):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return np.array(rates)
