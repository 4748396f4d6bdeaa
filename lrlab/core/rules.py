"""Güncelleme kuralları: her kuralın tek tanımı.

Kural, dizilerin saf bir fonksiyonudur: `rule(w, g, s, t, **hyper) -> (w, s)`. `w` parametreler, `g` onlarla aynı
biçimde gradyan, `s` durum dizileri (ad -> `w` biçiminde dizi, hepsi sıfırdan başlar), `t` adım (1'den sayılır).
Kural öğe öğe, olağan dizi işlemleridir: + - * / **, abs(g), g != 0, np.sign(g), g[...]. Bu yüzden aynı tanım sayıda,
numpy dizisinde ve torch tensöründe çalışır; hiperparametre de `w` ile yayınlanabilen (broadcast) bir dizi olabilir.
Hiçbir kural girdisini değiştirmez.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from inspect import Parameter, signature
from types import MappingProxyType
from typing import Any

import numpy as np

from lrlab.core.schedules.given import pure
from lrlab.core.validate import number, numbers

# Her hiperparametrenin anlamlı olduğu aralık; öğrencinin girdisi `Rule.checked` ile buna karşı denetlenir.
RANGES = {
    "lr": "[0, inf)",
    "beta": "[0, 1)",
    "beta1": "[0, 1)",
    "beta2": "[0, 1)",
    "eps": "[0, inf)",
    "weight_decay": "[0, inf)",
}
# Hiperparametrenin yazılardaki simgesi.
SYMBOLS = {"lr": "α", "beta": "β", "beta1": "β₁", "beta2": "β₂", "eps": "ε", "weight_decay": "λ"}
NUMBERS = (int, float, np.floating)
ANY = "(-inf, inf)"  # öğrencinin kendi kuralındaki başka adlar için


@dataclass(frozen=True)
class Rule:
    """Bir güncelleme kuralı: `state` durum dizilerinin adları, `hyper` hiperparametreler ve varsayılanları.

    `label`: şekillerde ve denetimlerde görünen Türkçe ad. `variant_of`: kural bir başkasının biçimiyse onun adı,
    değilse boş; yarış gibi şekiller yalnızca biçim olmayanları gösterir.
    """

    name: str
    step: Callable[..., tuple[Any, dict[str, Any]]]
    state: tuple[str, ...]
    hyper: dict[str, float]
    label: str
    variant_of: str = ""

    def __call__(self, w: Any, g: Any, s: dict[str, Any], t: int, **hyper: Any) -> tuple[Any, dict[str, Any]]:
        if t < 1:
            raise ValueError(f"`t` = {t} olamaz; adımlar 1'den sayılır")
        try:
            if isinstance(w, NUMBERS):
                return self._on_numbers(w, g, s, t, **hyper)
            return self._pair(self.step(w, g, s, t, **hyper))
        except FloatingPointError:  # np.seterr(all="raise"): küçük gradyanın karesi sıfıra iner, istenen de odur
            with np.errstate(over="ignore", under="ignore"):
                return self._pair(self.step(w, g, s, t, **hyper))
        except (AttributeError, KeyError, TypeError) as error:
            self._explain(w, g, s, hyper)
            if hasattr(w, "detach") and not isinstance(error, KeyError):
                raise TypeError(
                    f"{self.name} kuralı torch tensöründe çalışmadı: {error}. numpy fonksiyonu kullanan kural yalnızca "
                    "CPU'da, float32 ya da float64 ile eğitir"
                ) from error
            raise  # hata kuralın kendi içindedir

    def _pair(self, made: Any) -> tuple[Any, dict[str, Any]]:
        """Kuralın verdiği; (yeni w, durum sözlüğü) değilse `ValueError`."""
        if isinstance(made, (tuple, list)) and len(made) == 2 and isinstance(made[1], Mapping):
            return made  # type: ignore[return-value]
        state = ", ".join(f'"{name}": …' for name in self.state)
        given = f"({', '.join(type(one).__name__ for one in made)})" if isinstance(made, tuple) else type(made).__name__
        raise ValueError(
            f"{self.name} kuralı iki şey döndürmeli: yeni w ve durum sözlüğü, `return w, {{{state}}}` gibi; "
            f"döndürdüğü: {given}"
        )

    def _on_numbers(self, w: Any, g: Any, s: dict[str, Any], t: int, **hyper: Any) -> tuple[Any, dict[str, Any]]:
        """Tek sayıyla bir adım: boyutsuz dizi gibidir (indis alınır, 0'a bölünür), sonuç yine `w` gibi bir sayıdır.

        ε = 0 iken g = 0 ise 0/0, torch'taki gibi NaN'dır; Python'un ZeroDivisionError'ı değil.
        """
        kind = type(w) if isinstance(w, np.floating) else np.float64
        with np.errstate(all="ignore"):
            new, state = self._pair(self.step(kind(w), kind(g), {k: kind(v) for k, v in s.items()}, t, **hyper))
        plain = {k: np.asarray(v) for k, v in {"": new, **state}.items()}
        new, *arrays = (v if v.ndim else v[()] if isinstance(w, np.floating) else v.item() for v in plain.values())
        return new, dict(zip(state, arrays, strict=True))

    def __reduce_ex__(self, protocol: Any) -> Any:
        # Süslenmiş fonksiyonun adında artık kural durur: pickle fonksiyonu o kuralın `step`i olarak bulsun. Eski
        # protokol (torch.save'inki) noktalı adı kuralın kendisinden geçerek bulur; ona kural adıyla verilir.
        module, name = (
            getattr(self.step, "__module__", ""),
            getattr(self.step, "__qualname__", "").removesuffix(".step"),
        )
        named = getattr(sys.modules.get(module), name, None)
        if isinstance(named, Rule) and named.step is self.step:
            self.step.__qualname__ = f"{name}.step"
            if protocol < 4 and named == self:
                return _named, (module, name)
        return super().__reduce_ex__(protocol)

    def zeros(self, w: Any) -> dict[str, Any]:
        """Adım 1'den önceki durum: her durum dizisi `w` biçiminde sıfır."""
        return {name: 0 * w for name in self.state}

    def checked(self, **hyper: Any) -> dict[str, Any]:
        """Varsayılanlarla tamamlanmış hiperparametreler; bilinmeyen ad `TypeError`, aralık dışı değer `ValueError`."""
        if unknown := sorted(set(hyper) - set(self.hyper)):
            known = ", ".join(f"`{name}`" for name in self.hyper)
            raise TypeError(f"`{unknown[0]}` {self.name} kuralının hiperparametresi değil; olanlar: {known}")
        for name, value in hyper.items():
            if callable(value) or hasattr(value, "optimizer"):  # zamanlayıcı; `scheduled` değerini her adımda denetler
                hyper[name] = pure(name, value)
            else:
                numbers(name, value, RANGES.get(name, ANY))
        return {**self.hyper, **hyper}

    def scheduled(self, **hyper: Any) -> tuple[dict[str, Any], Callable[[int], dict[str, float]]]:
        """`checked` değerler ikiye ayrılmış: (sabit olanlar, 0'dan sayılan adımdan zamanlanmış olanlara fonksiyon).

        Zamanlanmış değer bir zamanlayıcı, adımın bir fonksiyonu ya da d2l'nin zamanlayıcı nesnesidir. Verdiği sayı her
        adımda denetlenir; hatada adımı `lr(3)` gibi yazar.
        """
        values = self.checked(**hyper)
        moving = {name: value for name, value in values.items() if callable(value)}

        def at(step: int) -> dict[str, float]:
            return {k: number(f"{k}({step})", rate(step), RANGES.get(k, ANY)) for k, rate in moving.items()}

        return {name: value for name, value in values.items() if name not in moving}, at

    def _explain(self, w: Any, g: Any, s: Any, hyper: dict[str, Any]) -> None:
        """Kuralın çağrılışında bir yanlış varsa onu söyleyen hatayı verir."""
        self.checked(**hyper)
        for name, value in (("w", w), ("g", g)):
            if isinstance(value, list | tuple):
                raise TypeError(f"`{name}` bir sayı, numpy dizisi ya da tensör olmalı; verilen: {type(value).__name__}")
        if not isinstance(s, dict) or not set(self.state) <= set(s):
            wanted = ", ".join(map(repr, self.state))
            raise ValueError(f"`s` = {s!r} olamaz; {wanted} dizisi gerekli: {self.name}.zeros(w) ile başla")


def _named(module: str, name: str) -> Rule:
    return getattr(import_module(module), name)


def rule(*state: str, label: str = "", variant_of: str = "") -> Callable[[Callable[..., Any]], Rule]:
    """Bir fonksiyonu, yalnızca adlı argümanları hiperparametresi olan bir `Rule` yapar; `label` verilmezse adıdır."""

    def decorate(step: Callable[..., Any]) -> Rule:
        hyper = {p.name: p.default for p in signature(step).parameters.values() if p.kind is p.KEYWORD_ONLY}
        if missing := [name for name, default in hyper.items() if default is Parameter.empty]:
            raise TypeError(f"`{missing[0]}` için bir varsayılan ver, {missing[0]}=0.1 gibi; kural: {step.__name__}")
        made = Rule(step.__name__, step, state, hyper, label or step.__name__, variant_of)
        # Shift-Tab kuralın kendi açıklamasını ve varsayılanlarını göstersin.
        object.__setattr__(made, "__doc__", step.__doc__)
        object.__setattr__(made, "__signature__", signature(step))
        return made

    return decorate


def a_rule(value: Any) -> Rule:
    """`value` bir kuralsa onu döndürür, değilse `TypeError`."""
    if not isinstance(value, Rule):
        raise TypeError(f"`rule` bir güncelleme kuralı olmalı (örneğin lrlab.core.sgd); verilen: {value!r}")
    return value


@rule(label="gradyan inişi")
def sgd(w, g, s, t, *, lr=0.1):
    """Gradyan inişi: w ← w - α·g. torch.optim.SGD ile aynı."""
    return w - lr * g, {}


@rule("m", label="momentum (β·m + g)")
def momentum(w, g, s, t, *, lr=0.1, beta=0.9):
    """Momentum, torch'un ve d2l'nin biçimi: m ← β·m + g, w ← w - α·m (Polyak 1964).

    torch.optim.SGD(momentum=β, dampening=0) ile aynı. Adımlar, g sabitken α/(1-β)·g'ye büyür.
    """
    m = beta * s["m"] + g
    return w - lr * m, {"m": m}


@rule("m", label="momentum (β·m + (1-β)·g)", variant_of="momentum")
def momentum_ewa(w, g, s, t, *, lr=0.1, beta=0.9):
    """Momentum, dersin biçimi: m gradyanların üssel ağırlıklı ortalamasıdır, m ← β·m + (1-β)·g, w ← w - α·m.

    `momentum`un öğrenme oranı α·(1-β) olanıyla birebir aynıdır. torch'un dampening=β seçeneği yakındır, eşit değildir:
    torch ilk adımda m = g alır (sönümlemeden), burada m₁ = (1-β)·g₁ olur.
    """
    m = beta * s["m"] + (1 - beta) * g
    return w - lr * m, {"m": m}


@rule("m", label="Nesterov")
def nesterov(w, g, s, t, *, lr=0.1, beta=0.9):
    """Nesterov momentumu, torch'un biçimi: m ← β·m + g, w ← w - α·(g + β·m).

    torch.optim.SGD(nesterov=True) ile aynı; gradyan ileri bakılan noktada değil, w'de hesaplanır
    (Sutskever ve ark. 2013 değişken değişimi).
    """
    m = beta * s["m"] + g
    return w - lr * (g + beta * m), {"m": m}


@rule("v", label="Adagrad")
def adagrad(w, g, s, t, *, lr=0.01, eps=1e-10):
    """Adagrad (Duchi ve ark. 2011): v ← v + g², w ← w - α·g/(√v + ε). torch.optim.Adagrad ile aynı.

    v burada ve torch'ta 0'dan, keras'ta ve optax'ta 0.1'den başlar: onların ilk adımları daha kısadır.
    """
    v = s["v"] + g * g
    return w - lr * g / (v**0.5 + eps), {"v": v}


@rule("v", label="RMSProp")
def rmsprop(w, g, s, t, *, lr=0.01, beta=0.99, eps=1e-8):
    """RMSProp (Hinton 2012): v ← β·v + (1-β)·g², w ← w - α·g/(√v + ε); ε kökün DIŞINDA.

    torch.optim.RMSprop(alpha=β) ile aynı. ε'u kökün içine alan biçim: `rmsprop_eps_inside`.
    """
    v = beta * s["v"] + (1 - beta) * g * g
    return w - lr * g / (v**0.5 + eps), {"v": v}


@rule("v", label="RMSProp (ε kökün içinde)", variant_of="rmsprop")
def rmsprop_eps_inside(w, g, s, t, *, lr=0.01, beta=0.9, eps=1e-6):
    """RMSProp, d2l'nin biçimi: w ← w - α·g/√(v + ε); ε kökün İÇİNDE, yani etkisi √ε büyüklüğündedir."""
    v = beta * s["v"] + (1 - beta) * g * g
    return w - lr * g / (v + eps) ** 0.5, {"v": v}


@rule("m", "v", label="Adam")
def adam(w, g, s, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam (Kingma ve Ba 2015), yanlılık düzeltmeli; t 1'den sayılır. torch.optim.Adam ile aynı.

    keras ε'u düzeltilmemiş √v'ye ekler: ağırlıklar ε = 1e-8 iken 5e-8, ε = 1e-3 iken 3.4e-3 ayrılır (ölçüldü).
    """
    m = beta1 * s["m"] + (1 - beta1) * g
    v = beta2 * s["v"] + (1 - beta2) * g * g
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m_hat / (v_hat**0.5 + eps), {"m": m, "v": v}


@rule("m", "v", label="Adam (düzeltmesiz)", variant_of="adam")
def adam_uncorrected(w, g, s, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Yanlılık düzeltmesi olmayan Adam: ilk adımın boyu α·(1-β₁)/√(1-β₂), varsayılanlarla 3.16·α olur."""
    m = beta1 * s["m"] + (1 - beta1) * g
    v = beta2 * s["v"] + (1 - beta2) * g * g
    return w - lr * m / (v**0.5 + eps), {"m": m, "v": v}


@rule("m", "v", label="AdamW", variant_of="adam")
def adamw(w, g, s, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    """AdamW (Loshchilov ve Hutter 2019): ağırlık sönümü gradyana değil w'ye uygulanır. torch.optim.AdamW ile aynı."""
    return adam(w - lr * weight_decay * w, g, s, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)


@rule("m", "v", label="BertAdam", variant_of="adam")
def bert_adam(w, g, s, t, *, lr=2e-5, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.01):
    """BertAdam (pytorch-pretrained-bert): düzeltmesiz Adam, ağırlık sönümü adımın içinde: w ← w - α·(m/(√v+ε) + λ·w).

    Özgün sınıf gradyanı önce her parametre tensöründe boyu 1.0'a kırpar; kırpma tensörün tamamına baktığı için
    buradaki öğe öğe kuralın değil, onu çağıranın işidir.
    """
    new, s = adam_uncorrected(w, g, s, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return new - lr * weight_decay * w, s


@rule("m", label="Lion")
def lion(w, g, s, t, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    """Lion (Chen ve ark. 2023): w ← w - α·(işaret(β₁·m + (1-β₁)·g) + λ·w), sonra m ← β₂·m + (1-β₂)·g.

    Adımın boyu her koordinatta α'dır (u = 0 ise 0): gradyandan yalnızca yön gelir. Adım yeni gradyanı β₁ ile karışık
    görür, m ise onu β₂ ile, daha yavaş alır. Tek durum dizisi vardır; yanlılık düzeltmesi işareti değiştirmezdi.
    """
    u = beta1 * s["m"] + (1 - beta1) * g
    sign = u / (abs(u) + (u == 0))  # np.sign GPU'daki tensörde çalışmaz
    return w - lr * (sign + weight_decay * w), {"m": beta2 * s["m"] + (1 - beta2) * g}


# Bu dosyada tanımlanmış bütün kurallar, yazıldıkları sırada; yeni bir kural buraya kendiliğinden girer.
RULES: Mapping[str, Rule] = MappingProxyType(
    {one.name: one for one in tuple(globals().values()) if isinstance(one, Rule)}
)
