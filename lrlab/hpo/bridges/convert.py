"""Arama uzayını başka kitaplıkların diline çevirir ve geri alır: scipy (d2l'nin yolu), Syne Tune, Optuna.

Çevrilemeyen her bildirim, adını ve nedenini söyleyen bir `ValueError` verir. Tek seçenekli bir Choice sabit değerle
aynı anlamdadır: scipy'den ve Optuna'dan hep sabit değer olarak döner.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np

from lrlab.core.validate import instance
from lrlab.hpo.searchers.searcher import a_space
from lrlab.hpo.space.domains import Choice, Float, Int, When
from lrlab.hpo.space.space import Space


def from_scipy(distributions: Mapping[str, Any]) -> Space:
    """d2l'nin config_space'i: ad -> dondurulmuş scipy dağılımı; bizim Space'imizi döndürür.

    uniform -> Float, loguniform (eski adıyla reciprocal) -> log Float, randint -> Int. scipy'nin randint'inde üst uç
    DIŞINDADIR: randint(32, 256), Int(32, 255) olur. Bir liste (sklearn'ün RandomizedSearchCV'sindeki gibi) Choice, tek
    öğeli liste ya da tek bir değer sabit olur.
    """
    return _read(distributions, "distributions", _from_scipy)


def to_scipy(space: Space) -> dict[str, Any]:
    """`from_scipy`nin tersi: d2l'nin arayıcılarına ve sklearn'ün RandomizedSearchCV'sine verilebilen sözlük.

    Float'ların uçları son bite dek aynı kalmayabilir: scipy doğrusal aralığı (low, high - low) olarak saklar. Choice ve
    sabit değer bir liste olur; sklearn bunu anlar, d2l anlamaz. Log Int'in scipy'de karşılığı yoktur.
    """
    stats = import_module("scipy.stats")

    def write(domain: Any) -> Any:
        match domain:
            case Float(low, high, log):
                return stats.loguniform(low, high) if log else stats.uniform(low, high - low)
            case Int(log=True):
                raise ValueError("log ölçekli Int'in scipy'de karşılığı yok; Int(log=False) ya da log Float kullan")
            case Int(low, high):
                return stats.randint(low, high + 1)
            case Choice(options):
                return list(options)
        return [domain]

    return _write(space, write)


def to_syne_tune(space: Space) -> dict[str, Any]:
    """Syne Tune'un config_space sözlüğü: uniform, loguniform, randint, lograndint, choice ve sabit değerler.

    Syne Tune'un log tam sayısı loguniform(low, high)'ı yuvarlar; uç değerleri bizimkinden yaklaşık yarı yarıya seyrek
    çekilir. Seçenekleri farklı türden olan bir Choice'u Syne Tune kabul etmez. Syne Tune yoksa `ImportError`.
    """
    cs = extra("syne_tune.config_space")

    def write(domain: Any) -> Any:
        match domain:
            case Float(low, high, log):
                return (cs.loguniform if log else cs.uniform)(low, high)
            case Int(low, high, log):
                return (cs.lograndint if log else cs.randint)(low, high)
            case Choice(options) if len(kinds := sorted({type(option).__name__ for option in options})) > 1:
                raise ValueError(
                    f"Syne Tune'un choice'u tek tür ister; verilen seçeneklerin türleri: {', '.join(kinds)}"
                )
            case Choice(options):
                return cs.choice(list(options))
        return domain

    return _write(space, write)


def from_syne_tune(config_space: Mapping[str, Any]) -> Space:
    """`to_syne_tune`un tersi; ordinal, finrange, yuvarlanmış ve ters log dağılımlar `ValueError` verir."""
    cs = extra("syne_tune.config_space")
    numeric: tuple[tuple[Any, type[Float | Int], bool], ...] = (
        (cs.uniform, Float, False), (cs.loguniform, Float, True), (cs.randint, Int, False), (cs.lograndint, Int, True),
    )  # fmt: skip

    def read(given: Any) -> Any:
        if not isinstance(given, cs.Domain):
            return given
        if type(given) is cs.Categorical:
            return Choice(tuple(given.categories))
        for build, domain, log in numeric:
            pattern = build(1, 2)
            same = type(given) is type(pattern)
            if same and type(given.get_sampler()) is type(pattern.get_sampler()):
                return domain(given.lower, given.upper, log)
        sampler = type(given.get_sampler()).__name__.lstrip("_")
        raise ValueError(f"{given!r} ({sampler}) çevrilemez; uniform, loguniform, randint, lograndint, choice olmalı")

    return _read(config_space, "config_space", read)


def to_optuna(space: Space) -> dict[str, Any]:
    """Ad -> Optuna dağılımı sözlüğü (`study.ask(fixed_distributions=…)` bunu alır); sabit değer tek seçenekli olur.

    Optuna'nın log tam sayısı loguniform(low - 1/2, high + 1/2)'yi yuvarlar; bizimkinden biraz farklı dağılır. Optuna
    yoksa `ImportError`.
    """
    return _write(space, to_optuna_distribution)


def to_optuna_distribution(domain: Any) -> Any:
    """Tek bir tanım kümesinin ya da sabit değerin Optuna dağılımı (koşullular tek tek böyle çevrilebilir)."""
    found = extra("optuna.distributions")
    match domain:
        case Float(low, high, log):
            return found.FloatDistribution(low, high, log=log)
        case Int(low, high, log):
            return found.IntDistribution(low, high, log=log)
        case Choice(options):
            return found.CategoricalDistribution(options)
    return found.CategoricalDistribution((domain,))


def from_optuna(distributions: Mapping[str, Any]) -> Space:
    """`to_optuna`nın tersi; adımlı (`step`) dağılımlar `ValueError` verir."""
    found = extra("optuna.distributions")

    def read(given: Any) -> Any:
        if isinstance(given, found.FloatDistribution) and given.step is None:
            return Float(given.low, given.high, given.log)
        if isinstance(given, found.IntDistribution) and given.step == 1:
            return Int(given.low, given.high, given.log)
        if isinstance(given, found.CategoricalDistribution):
            return _options(given.choices)
        raise ValueError(f"{given!r} çevrilemez; adımsız Float-, Int- ya da CategoricalDistribution olmalı")

    return _read(distributions, "distributions", read)


def _from_scipy(given: Any) -> Any:
    if isinstance(given, list | tuple):
        return _options(given)
    name = getattr(getattr(given, "dist", None), "name", None)
    if name is None:
        return given
    if name not in ("uniform", "loguniform", "reciprocal", "randint"):
        raise ValueError(f"scipy'nin {name} dağılımı çevrilemez; uniform, loguniform (reciprocal), randint olmalı")
    low, high = given.support()
    if name == "randint":
        return Int(int(low), int(high))
    if name == "uniform":
        return Float(low, high)
    # Kaydırılmış (loc) bir loguniform log ölçekte düzgün değildir: ortancası uçların geometrik ortası olmaz.
    if low <= 0 or not np.isclose(given.median(), np.sqrt(low * high), rtol=1e-9, atol=0):
        raise ValueError("loc verilmiş bir loguniform çevrilemez; loc = 0 olmalı")
    return Float(low, high, log=True)


def _options(options: Any) -> Any:
    return Choice(tuple(options)) if len(options) != 1 else options[0]


def _read(given: Any, argument: str, read: Callable[[Any], Any]) -> Space:
    instance(argument, given, Mapping, "ad -> dağılım sözlüğü olmalı")
    return Space({name: _named(name, read, entry) for name, entry in given.items()})


def _write(space: Space, write: Callable[[Any], Any]) -> dict[str, Any]:
    def unconditional(entry: Any) -> Any:
        if isinstance(entry, When):
            raise ValueError(f"koşullu bir hiperparametre (üstü `{entry.parent}`) bu sözlükte gösterilemez")
        return write(entry)

    return {name: _named(name, unconditional, entry) for name, entry in a_space(space).parameters.items()}


def _named(name: str, change: Callable[[Any], Any], entry: Any) -> Any:
    """Çevirirken çıkan hatanın başına hiperparametrenin adını koyar."""
    try:
        return change(entry)
    except (TypeError, ValueError) as error:
        raise type(error)(f"`{name}`: {error}") from error


def extra(module: str) -> ModuleType:
    """İsteğe bağlı bir kitaplığın modülü; kurulu değilse kurma komutunu söyleyen `ImportError`."""
    try:
        return import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        raise ImportError(
            f'{package} yüklenemedi: {error}; kurmak için: pip install "lrlab[hpo]" '
            '(deponun içinde: pip install -e ".[hpo]")'
        ) from error
