"""Bir zamanlayıcıyı torch eniyileyicisine bağlama: attach(zamanlayıcı, eniyileyici), torch'un LRScheduler'ı gibi."""

from collections.abc import Callable, Sequence
from typing import Any

from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

from lrlab.core.schedules.given import a_schedule
from lrlab.core.schedules.schedule import Schedule
from lrlab.core.validate import instance, integer

# Zamanlayıcı yerine verilebilenler: kendisi, adımdan orana bir fonksiyon, d2l'nin zamanlayıcı nesnesi.
Rates = Schedule | Callable[[int], float]


def attach(schedule: Rates | Sequence[Rates], optimizer: Optimizer) -> "Attached":
    """`schedule`ı `optimizer`a bağlar; torch'un zamanlayıcıları gibi kullanılır.

        zamanlayıcı = attach(Warmup(Cosine(0.3, 0.0, 900), 100), eniyileyici)
        for x, y in minigruplar:
            ...
            eniyileyici.step()
            zamanlayıcı.step()

    Bağlanır bağlanmaz oran schedule(0) olur (eniyileyicinin kendi lr'si yerine); her `step()` sonraki adımın oranını
    yazar. Adımın birimini `step()`i nerede çağırdığın belirler: her güncellemeden ya da her dönemden SONRA bir kez;
    ikisinde de yazılan, bir sonrakinin oranıdır. `schedule`: bütün parametre gruplarına (sonradan eklenenlere de) tek
    zamanlayıcı ya da grup başına bir tane, sırayla; zamanlayıcı yerine adımdan orana bir fonksiyon ya da d2l'nin
    zamanlayıcı nesnesi de olur. Zamanlayıcı sayaç tutmadığından durum yalnızca adım sayısıdır.

    d2l'nin zamanlayıcı bölümündeki train() döngüsü, torch'unki olmayan zamanlayıcıyı dönem BİTİNCE scheduler(epoch)
    diye çağırır: zamanlayıcının kendisi verilirse bir dönem geriden gelir. Oraya attach'in döndürdüğünü ver; biten
    dönemin numarasıyla çağrılınca sonrakinin oranını yazar ve döndürür; oranlar torch'un MultiStepLR'ıyla aynı olur:

        train(net, train_iter, test_iter, 30, loss, trainer, device, attach(MultiStep(0.3, (15, 25), 0.5), trainer))

    torch'tan farkı: değer oranın kendisidir, taban oranın çarpanı değil. Bu yüzden başka bir zamanlayıcıyla çarpılmaz
    (ChainedScheduler); art arda bağlamak için `Join`, ısınma için `Warmup` var. Kayba bakan ReduceLROnPlateau adımın
    fonksiyonu olmadığından burada yoktur; torch'unki RuleOptimizer ve BertAdam ile olduğu gibi çalışır.
    """
    return Attached(schedule, optimizer)


class Attached(LRScheduler):
    """`attach`in döndürdüğü zamanlayıcı: `group["lr"]` = schedule(adım); adım `last_epoch`tur ve 0'dan sayılır."""

    def __init__(self, schedule: Rates | Sequence[Rates], optimizer: Optimizer) -> None:
        instance("optimizer", optimizer, Optimizer, "bir torch eniyileyicisi olmalı, torch.optim.SGD(...) gibi")
        if missing := [i for i, group in enumerate(optimizer.param_groups) if "lr" not in group]:
            raise ValueError(f"`optimizer` zamanlanamaz; {missing[0]}. parametre grubunun `lr`si yok")
        if isinstance(schedule, list | tuple):
            self.schedules: Any = tuple(a_schedule(f"schedule[{i}]", one) for i, one in enumerate(schedule))
            _as_many(self.schedules, optimizer)
        else:
            self.schedules = a_schedule("schedule", schedule)
        super().__init__(optimizer)

    def get_lr(self) -> list[Any]:
        """Her grubun `last_epoch` adımındaki oranı."""
        step, groups = self.last_epoch, self.optimizer.param_groups
        if isinstance(self.schedules, tuple):
            _as_many(self.schedules, self.optimizer)
            return [schedule(step) for schedule in self.schedules]
        return [self.schedules(step)] * len(groups)

    def state_dict(self) -> dict[str, Any]:
        """Sayaçlar ve son oranlar: yalnızca sayılardır, torch.load(weights_only=True) ile okunur."""
        return {name: value for name, value in super().state_dict().items() if name != "schedules"}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Kaydedilmiş adıma döner ve o adımın oranını yazar; zamanlayıcı, kurarken verdiğindir."""
        super().load_state_dict(state_dict)
        self._write()

    def __call__(self, epoch: int) -> float:
        """`epoch` (0'dan sayılır) bitti: bir sonrakinin oranını bütün gruplara yazar ve döndürür; d2l'nin döngüsü için.

        Aynı dönemle kaç kez çağrılırsa çağrılsın sonuç aynıdır (o döngü her grup için bir kez çağırır).
        """
        step = integer("epoch", epoch, "[0, inf)") + 1
        if isinstance(self.schedules, tuple) and len(self.schedules) > 1:
            raise TypeError(
                f"`schedule` {len(self.schedules)} zamanlayıcı iken scheduler(epoch) kullanılamaz; o döngü bütün "
                "gruplara tek sayı yazar: tek zamanlayıcı ver ya da dönemin sonunda scheduler.step() çağır"
            )
        self.last_epoch = step
        self._write()
        return float(self._last_lr[0])

    def _write(self) -> None:
        """`last_epoch` adımının oranını gruplara yazar."""
        self._last_lr = self.get_lr()
        for group, rate in zip(self.optimizer.param_groups, self._last_lr, strict=True):
            if hasattr(group["lr"], "fill_"):  # torch, capturable eniyileyicide oranı tensör olarak da saklar
                group["lr"].fill_(rate)
            else:
                group["lr"] = rate


def _as_many(schedules: tuple[Schedule, ...], optimizer: Optimizer) -> None:
    if len(schedules) != (groups := len(optimizer.param_groups)):
        raise ValueError(
            f"`schedule` uzunluğu {len(schedules)} olamaz; eniyileyicide {groups} parametre grubu var, "
            "ya tek zamanlayıcı ya da her gruba bir tane ver"
        )
