"""Arayıcılar (searcher): sıradaki yapılandırmayı seçer, sonucu dinler; rastgele arama ve ızgara araması."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, final

import numpy as np

from lrlab.core.validate import instance, integer
from lrlab.hpo.space.space import Space


class Exhausted(Exception):
    """Arayıcının önereceği yapılandırma kalmadı (ızgara bitti)."""


class Searcher(ABC):
    """Bütün arayıcıların arayüzü: `ask` bir yapılandırma verir, `tell` onun hatasını alır.

    `ask` her çağrıda yeni bir sözlük döndürür: çağıran onu değiştirse de arayıcı etkilenmez (d2l'de ilk
    yapılandırmanın kendisi verilir ve zamanlayıcı onu değiştirir). d2l'nin adları da çalışır: `sample_configuration`
    ve `suggest` `ask`in, `update` `tell`in kendisidir.
    """

    space: Space

    @abstractmethod
    def ask(self) -> dict[str, Any]:
        """Sıradaki yapılandırma, hep yeni bir sözlük; önerecek bir şey kalmadıysa `Exhausted`."""

    def tell(self, config: Mapping[str, Any], error: float, resource: int | None = None) -> None:  # noqa: B027
        """`config`in `resource` dönem sonundaki hatasını bildirir; öğrenmeyen arayıcı bunu kullanmaz."""

    def settings(self) -> dict[str, Any]:
        """Arayıcıyı yeniden kurmaya yeten, JSON'a yazılabilen sözlük: `searcher` (sınıf adı), ayarları, `space`."""
        return {"searcher": type(self).__name__, **self._own_settings(), "space": self.space.to_json()}

    def _own_settings(self) -> dict[str, Any]:
        return {}

    def sample_configuration(self) -> dict[str, Any]:
        """d2l'nin adıyla `ask`."""
        return self.ask()

    def suggest(self) -> dict[str, Any]:
        """d2l'nin zamanlayıcılarındaki adıyla `ask`."""
        return self.ask()

    def update(self, config: Mapping[str, Any], error: float, additional_info: Any = None) -> None:
        """d2l'nin adıyla `tell`; d2l'nin yapılandırmaya koyduğu `max_epochs`, uzayda yoksa kaynak sayılır."""
        own = dict(config)
        resource = None if "max_epochs" in self.space.parameters else own.pop("max_epochs", None)
        self.tell(own, error, resource)


@final
class Random(Searcher):
    """Rastgele arama (Bergstra ve Bengio, 2012): önce `initial`dekiler sırayla, sonra uzaydan bağımsız çekilişler.

    `seed`: çekilişlerin tohumu; `initial`dekiler rastgele sayı harcamaz. `initial`: önce denenecek yapılandırmaların
    listesi; kopyalanır, hiç değiştirilmez.
    """

    def __init__(self, space: Space, seed: int = 0, initial: Sequence[Mapping[str, Any]] = ()) -> None:
        self.space = a_space(space)
        self.seed = integer("seed", seed, f"[0, {2**64})")
        self.initial = initial_configs(space, initial)
        self._rng = np.random.default_rng(self.seed)
        self._asked = 0

    def ask(self) -> dict[str, Any]:
        self._asked += 1
        if self._asked <= len(self.initial):
            return dict(self.initial[self._asked - 1])
        return self.space.sample(self._rng)

    def _own_settings(self) -> dict[str, Any]:
        return {"seed": self.seed, "initial": [dict(config) for config in self.initial]}


@final
class Grid(Searcher):
    """Izgara araması: `space.grid(levels)`in bütün noktaları sırayla, sonra `Exhausted`.

    Izgara yalnızca kendi noktaları arasında en iyisini bulur; aradaki daha iyi bir değeri göremez.
    """

    def __init__(self, space: Space, levels: int | Mapping[str, int] = 3) -> None:
        self.space = a_space(space)
        self._configs = space.grid(levels)
        self.levels = dict(levels) if isinstance(levels, Mapping) else levels
        self._asked = 0

    def ask(self) -> dict[str, Any]:
        if self._asked == len(self._configs):
            raise Exhausted(f"ızgara bitti: {self._asked} noktanın hepsi verildi; daha çoğu için `levels`i büyüt")
        self._asked += 1
        return self._configs[self._asked - 1]  # her sözlük bir kez verilir

    def _own_settings(self) -> dict[str, Any]:
        return {"levels": self.levels}


def a_space(space: Any) -> Space:
    """Bir `Space` ister ve aynen döndürür."""
    return instance("space", space, Space, "bir arama uzayı olmalı, Space({...}) gibi")


def initial_configs(space: Space, initial: Any) -> tuple[dict[str, Any], ...]:
    """`initial`in denetlenmiş kopyaları."""
    instance("initial", initial, list | tuple, "yapılandırmaların listesi olmalı, [{...}] gibi")
    return tuple(space.check(config) for config in initial)
