"""Yönetilebilir eğitim: adımlanan, durdurulup sürdürülen, ayarları adımlar arasında değiştirilebilen bir koşu."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from time import perf_counter, sleep
from typing import Any

import numpy as np
import torch
from torch import nn

from lrlab.core.courtesy import give_way
from lrlab.core.rules import Rule
from lrlab.core.validate import instance, integer, number
from lrlab.train.data.batches import epoch_order
from lrlab.train.data.datasets import Dataset
from lrlab.train.runs.device import chosen_device, thread_count
from lrlab.train.runs.fit import alone, fitting
from lrlab.train.runs.history import History
from lrlab.train.runs.learner import Learner
from lrlab.train.runs.settings import Settings, make_plan

# Koşunun nerede olduğunu söyleyen sayılar ve yazılar; ağırlıklarla birlikte kaydedilir.
PROGRESS = (
    "seed", "t", "loss", "seconds", "diverged_at", "cause", "_rule_from", "_rate", "_epoch", "_position"
)  # fmt: skip


class Run:
    """Bir sınıflandırıcının eğitimi; her adımı aynı tohumla yinelenebilir, her an durdurulup sürdürülebilir.

    `model`in bir kopyası eğitilir (`run.model`), verdiğin değişmez. `rule`: bir kural ya da adı; `hyper`: onun
    hiperparametreleri, sayı ya da 0'dan sayılan adımın fonksiyonu (zamanlayıcı). `batch_size`: minigrup boyu; kısa son
    minigrup atılmaz, her dönem yeniden karıştırılır. (Tek örnekle eğitilemeyen modelde, BatchNorm'da, dönemin sonunda
    tek başına kalan örnek atlanır.) `seed` minigrupların sırasını ve dropout'u belirler. `every`: kaç adımda bir bütün
    geçerleme kümesinde değerlendirileceği; `None` ise hiç. `warmup`: ilk kaç adımda α'nın 0'dan yükseleceği,
    `lrlab.core.Warmup(lr, warmup)` gibi. `weight_decay`: adamw ve bert_adam'da ayrık, öbür kurallarda
    torch.optim'inki gibi bağlı (gradyana λ·w eklenir) ağırlık sönümü; verilmezse kuralın varsayılanı, yoksa 0.
    `device`: verilmezse varsa CUDA ya da MPS, yoksa CPU. `threads`: adım süresince torch'un iş parçacığı sayısı.

    Aynı tohum ve aynı adımlarda aynı değişiklikler, CPU'da son bitine dek aynı koşuyu verir; torch'un genel üreteci
    olduğu gibi kalır. Bütün yöntemler başka bir iş parçacığından da çağrılabilir: iki adımın arasında yürürler. Kayıp
    sonlu kalmazsa koşu biter: `diverged_at` adımı (0: ıraksamadı), `cause` nedeni söyler; sonrası için `reset()`.
    `t`: yapılmış güncelleme sayısı; `loss`: son adımın, güncellemeden ÖNCEKİ minigrup kaybı; `seconds`: yalnızca
    güncellemelere giden süre; `history`: eğriler.
    """

    t: int
    loss: float
    seconds: float
    diverged_at: int
    cause: str
    _position: int

    def __init__(
        self,
        dataset: Dataset,
        model: nn.Module,
        rule: Rule | str = "sgd",
        *,
        batch_size: int = 64,
        seed: int = 0,
        every: int | None = 50,
        warmup: int = 0,
        weight_decay: Any = None,
        device: torch.device | str | None = None,
        threads: int = 1,
        **hyper: Any,
    ) -> None:
        self._plan = make_plan(rule, batch_size=batch_size, warmup=warmup, weight_decay=weight_decay, **hyper)
        self.dataset = instance("dataset", dataset, Dataset, "bir veri kümesi olmalı, digits() gibi")
        self.seed = integer("seed", seed, f"[0, {2**64})")
        self._every = None if every is None else integer("every", every)
        self._threads = integer("threads", threads, "[1, 1024]")
        self.device = chosen_device(device)
        fitting(model, dataset, self.settings.batch_size, shortest=self.settings.batch_size)
        self._least = 2 if alone(model, dataset) else 1
        self._learner = Learner(dataset, model, self._plan.rule, self.seed, self.device)
        self._initial, self.history = self._learner.weights(), History()
        self._lock, self._counting, self._waiting, self._paused = Lock(), Lock(), 0, False
        self._begin()

    @property
    def model(self) -> nn.Module:
        """Eğitilen ağ; adımların arasında olağan bir torch ağıdır.

        Her parametre kendi belleğinde ve verdiğin modelin yerleşimindedir, gradyanı son adımınkidir: kaydetmek,
        kopyalamak, `parameters_to_vector`, ağırlıkları yerinde değiştirmek her ağdaki gibidir. `step()` ve `run()`
        sürerken (başka bir iş parçacığından bakılırsa) ağırlıklar hız için tek bir vektörün görünümleridir.
        """
        return self._learner.model

    @property
    def settings(self) -> Settings:
        """Geçerli ayarlar."""
        return self._plan.settings

    def evaluate(self) -> tuple[float, float]:
        """Bütün geçerleme kümesinde ortalama kayıp (nat) ve doğruluk (0–1), şu anki ağla; geçmişe yazılmaz."""
        with self._between_steps(), self._learner.flat:
            return self._learner.evaluate()

    def predictions(self, count: int) -> np.ndarray:
        """Geçerleme kümesinin ilk `count` örneğine ağın şu anki tahminleri: sınıf numaraları, (count,)."""
        count = integer("count", count, f"[1, {len(self.dataset.val_x)}]")
        with self._between_steps(), self._learner.flat:
            return self._learner.predictions(count)

    def step(self, n: int = 1) -> int:
        """En çok `n` güncelleme yapar ve kaçını yaptığını döndürür; ıraksarsa orada durur."""
        most, made = n if n == 1 else integer("n", n, "[0, inf)"), 0
        with self.flat(), thread_count(self._threads), torch.enable_grad():
            while made < most and self._turn():
                made += 1
        return made

    def run(self, *, seconds: float | None = None, steps: int | None = None) -> int:
        """Süre ya da adım dolana, ıraksayana ya da `pause()` çağrılana dek sürer; yapılan adım sayısını döndürür.

        `seconds` duvar saatidir (değerlendirmeler de içinde). İkisi de verilmezse onu yalnızca `pause()` ya da ıraksama
        durdurur.
        """
        most = math.inf if steps is None else integer("steps", steps)
        end = math.inf if seconds is None else perf_counter() + number("seconds", seconds, "(0, inf)")
        self._paused, made = False, 0
        with self.flat(), thread_count(self._threads), torch.enable_grad():
            while made < most and not self._paused and perf_counter() < end and self._turn():
                made += 1
        return made

    def pause(self) -> None:
        """Sürmekte olan `run()`ı içinde bulunduğu adımın sonunda döndürür; yeniden `run()` kaldığı yerden sürdürür."""
        self._paused = True

    def change(self, **settings: Any) -> None:
        """Ayarları değiştirir: `rule`, `batch_size`, `warmup`, `weight_decay` ve kuralın hiperparametreleri.

        Ya hepsi değişir ya da, bir yanlış varsa, hiçbiri. Bir sonraki adımda geçerlidir ve geçmişe bir işaret koyar;
        hiçbir şeyi değiştirmeyen çağrı işaret koymaz. Kural değişince durumu sıfırdan, t'si 1'den başlar; aynı adlı
        hiperparametreler değerini korur, öbürleri yeni kuralın varsayılanını alır. Yeni `batch_size` dönemin kalan
        örneklerini yeni boyda böler.
        """
        with self._between_steps():
            old, new = self._plan, self._plan.changed(**settings)
            if new is old:
                return
            if new.settings.batch_size < self._least:
                raise ValueError("`batch_size` = 1 olamaz; bu model (BatchNorm gibi) tek örnekle eğitilemiyor")
            new.hyper(self.t)  # zamanlayıcı yanlış bir değer veriyorsa şimdi söylensin
            if new.rule is not old.rule:
                self._rule_from = self.t
                self._learner.change_rule(new.rule)
            self._plan = new
            before, after = old.settings.as_dict(), new.settings.as_dict()
            self.history.add_mark(self.t, {k: after[k] for k in settings if k not in before or before[k] != after[k]})

    def reset(self) -> None:
        """Baştaki ağırlıklara, tohuma ve boş bir geçmişe döner; ayarlar şimdiki gibi kalır."""
        with self._between_steps():
            self.model.load_state_dict(self._initial)
            self.history.clear()
            self._begin()

    def state_dict(self) -> dict[str, Any]:
        """Koşunun bütünü; torch.save ile yazılır, `load_state_dict` ile son bitine dek sürdürülür.

        Zamanlayıcı yerine verilmiş bir lambda torch.save ile yazılamaz (pickle adını bulamaz): onu `def` ile yaz.

        Ayarlarda zamanlayıcı yoksa torch.load(weights_only=True) ile okunur; varsa zamanlayıcının kendisi de yazılır ve
        weights_only=False gerekir.
        """
        with self._between_steps():
            return self._saved()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """`state_dict`in kaydettiği ana döner; koşu aynı veri ve aynı biçimde bir modelle kurulmuş olmalıdır.

        Uymayan `state` `ValueError` verir ve koşuyu olduğu gibi bırakır.
        """
        with self._between_steps():
            before, plan = self._saved(), self._plan
            try:
                self._restore(state)
            except Exception as error:  # elle kurulmuş ya da başka bir koşudan kalma bir sözlükte her şey çıkabilir
                self._plan = plan
                self._restore(before)
                said = f"{error.args[0]!r} eksik" if isinstance(error, KeyError) else error
                raise ValueError(f"`state` bu koşuya uymuyor: {said}") from error

    def __getstate__(self) -> dict[str, Any]:
        # deepcopy ve pickle: kilitler kopyalanamaz; kopya, aynı parçalarla yeniden kurulur ve bu ana getirilir.
        with self._between_steps():
            made = {"dataset": self.dataset, "model": self.model, "device": self.device, "threads": self._threads}
            made |= {**self.settings.as_dict(), "rule": self._plan.rule, "seed": self.seed}
            return {"made": made, "every": self._every, "initial": self._initial, "state": self._saved()}

    def __setstate__(self, found: dict[str, Any]) -> None:
        Run.__init__(self, **found["made"], every=None)  # None: kurulurken değerlendirilmesin
        self._initial, self._every = found["initial"], found["every"]
        self._restore(found["state"])

    @contextmanager
    def _between_steps(self) -> Iterator[None]:
        # Kilit adil değildir: süren koşu onu bırakır bırakmaz yeniden alırdı. Bekleyen varsa koşu sırasını ona verir.
        with self._counting:
            self._waiting += 1
        try:
            self._lock.acquire()
        finally:
            with self._counting:
                self._waiting -= 1
        try:
            yield
        finally:
            self._lock.release()

    @contextmanager
    def flat(self) -> Iterator[None]:
        """`step()`i tek tek çağıran bir döngüyü hızlandırır: `with run.flat():` bloğu boyunca ağ düz kalır.

        Sayılar aynıdır; bkz. `model`. `step(n)` ve `run()` bunu kendileri yapar.
        """
        with self._between_steps():
            self._learner.flat.enter()
        try:
            yield
        finally:
            with self._between_steps():
                self._learner.flat.leave()

    def _turn(self) -> bool:
        """Bir adım ve sırası geldiyse bir değerlendirme; güncelleme yapıldıysa `True`."""
        give_way()
        while self._waiting:
            sleep(1e-4)
        with self._lock:
            if self.diverged_at or not self._update():
                return False
            if self._every is not None and self.t % self._every == 0:
                self._evaluate()
            return True

    def _update(self) -> bool:
        """Bir güncelleme ve kaydı; kayıp sonlu değilse güncelleme yapılmaz ve `False` döner."""
        began, hyper = perf_counter(), self._plan.hyper(self.t)
        rows = self._rows()
        loss, _ = self._learner.forward(rows)
        self.loss = loss.item()
        if finite := math.isfinite(self.loss):
            self._learner.update(loss, self._plan.acting, self.t - self._rule_from + 1, hyper)
            grad_norm = torch.linalg.vector_norm(self._learner.g).item()
            self.t, self._position, self._rate = self.t + 1, self._position + len(rows), hyper.get("lr", math.nan)
        self.seconds += perf_counter() - began
        if finite:
            self.history.add(self.t, self.loss, self._rate, grad_norm, self.seconds)
        else:
            self._diverge(self.t + 1, "minigrup kaybı", self.loss)
        return finite

    def _rows(self) -> torch.Tensor:
        """Sıradaki minigrubun satır numaraları."""
        if len(self._order) - self._position < self._least:
            self._start_epoch(self._epoch + 1)
        return self._order[self._position : self._position + self.settings.batch_size]

    def _start_epoch(self, epoch: int, position: int = 0) -> None:
        order = epoch_order(len(self.dataset.train_y), self.seed, epoch).to(self.device)
        self._epoch, self._position, self._order = epoch, position, order

    def _evaluate(self) -> None:
        loss, accuracy = self._learner.evaluate()
        if math.isfinite(loss):
            self.history.add_evaluation(self.t, loss, accuracy)
        elif self.t:
            self._diverge(self.t, "geçerleme kaybı", loss)

    def _diverge(self, step: int, what: str, value: float) -> None:
        last = f"; son güncellemede α = {self._rate:g} idi" if self.t else "; henüz güncelleme yapılmamıştı"
        self.diverged_at, self.cause = step, f"{step}. adımda {what} sonlu değil ({value}){last}"

    def _begin(self) -> None:
        self.t, self._rule_from, self.seconds, self.loss, self._rate = 0, 0, 0.0, math.nan, math.nan
        self.diverged_at, self.cause = 0, ""
        self._learner.begin(self._plan.rule, self.seed)
        self._start_epoch(0)
        if self._every is not None:
            with thread_count(self._threads), self._learner.flat:
                self._evaluate()

    def _saved(self) -> dict[str, Any]:
        own = {name: getattr(self, name) for name in PROGRESS}
        learned, history = self._learner.state_dict(), self.history.state_dict()
        return {"progress": own, "settings": self.settings.as_dict(), **learned, "history": history}

    def _restore(self, state: dict[str, Any]) -> None:
        found = state["model"]
        for name, value in self._initial.items():
            if found[name].shape != value.shape or found[name].dtype != value.dtype:
                shapes = f"{tuple(found[name].shape)} ({found[name].dtype}) ve {tuple(value.shape)} ({value.dtype})"
                raise ValueError(f"{name} ağırlığı kayıtta ve modelde farklı: {shapes}")
        settings = dict(state["settings"])
        rule = self._plan.rule if settings["rule"] == self.settings.rule else settings["rule"]
        self._plan = make_plan(**{**settings, "rule": rule})
        self._learner.load_state_dict(state, self._plan.rule)
        for name in PROGRESS:
            setattr(self, name, state["progress"][name])
        self._start_epoch(self._epoch, self._position)
        self.history.load_state_dict(state["history"])
