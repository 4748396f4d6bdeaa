"""Dümen: denetim değerlerini bir koşunun ayarlarına çevirir, hangi adımda neyin değiştiğini yazar."""

import json
import threading
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from lrlab.core.rules import RULES, Rule
from lrlab.core.schedules import SCHEDULES
from lrlab.core.validate import integer
from lrlab.figures.engine.controls import Control, Values
from lrlab.figures.parts.schedule_options import has_horizon

OWN = {"rule", "batch_size", "warmup", "weight_decay", "schedule"}  # hangi kural olursa olsun geçerli ayarlar
RATE = {"lr", "schedule", "horizon"}  # koşunun `lr`sini birlikte kuran denetimler
WHOLE = {"batch_size", "warmup"}
STORY = {"values", "changes", "steps"}


class SteeredRun(Protocol):
    """Şeklin bir koşudan istedikleri; `lrlab.train.Run` bunları taşır."""

    t: int
    diverged_at: int
    cause: str
    settings: Any
    history: Any
    dataset: Any

    def run(self, *, seconds: float | None = None, steps: int | None = None) -> int: ...
    def pause(self) -> None: ...
    def change(self, **settings: Any) -> None: ...
    def reset(self) -> None: ...
    def predictions(self, count: int) -> Any: ...


class Steering:
    """Bir koşu ve onu yöneten denetimlerin değerleri.

    `turn` istenen değerleri alır ve bekletir, `take` bekleyenleri koşuya verir: ikisi ayrı iş parçacıklarından
    çağrılabilir, koşu bekleyenlerin hepsini aynı adımda alır. `rules`: RULES'ta olmayan kuralların adı -> kendisi.
    """

    def __init__(
        self, training: SteeredRun, controls: Mapping[str, Control], rules: Mapping[str, Rule] = RULES
    ) -> None:
        self.training, self._rules = training, {**RULES, **rules}
        self.values: Values = {name: control.default for name, control in controls.items()}
        self._controls = controls
        self._lock = threading.RLock()
        self._waiting: Values = {}
        self._begun: Values = dict(self.values)
        self._log: list[list[Any]] = []  # [adım, değişiklikler]

    def useful(self, values: Values) -> set[str]:
        """Şu anki kuralda ve zamanlayıcıda işe yarayan denetimler."""
        hyper = self._rules[values["rule"]].hyper if "rule" in values else self.training.settings.hyper
        return OWN | set(hyper) | ({"horizon"} if has_horizon(values.get("schedule", "Constant")) else set())

    def turn(self, values: Values, given: Values) -> Values:
        """Denetimler `values` olsun; kural değiştiyse, `given`de sözü edilmeyen yeni hiperparametreler varsayılanına.

        Gösterilecek değerleri döndürür. Koşuya yalnızca değişenler gider: zamanlayıcıyla kurulmuş bir ayar,
        denetimine dokunulana dek zamanlayıcısıyla sürer.
        """
        with self._lock:
            fresh = self._fresh(values)
            values = values | {name: value for name, value in fresh.items() if name not in given}
            changes = {k: v for k, v in values.items() if v != self.values[k] or k in fresh}
            if "schedule" in values and RATE & changes.keys():  # zamanlayıcı hepsinden yeniden kurulur
                changes |= {k: values[k] for k in RATE & values.keys()}
            useful = self.useful(values) | RATE  # bunlar birbirinden ayrılmaz
            self._waiting = {k: v for k, v in (self._waiting | changes).items() if k in useful}
            self.values = values
        return values

    def take(self) -> None:
        """Bekleyen değişiklikleri koşuya verir; yalnızca iki adım arasında çağrılır."""
        with self._lock:
            if not self._waiting:
                return
            self.training.change(**self._settings(self._waiting))
            # Koşu reddetseydi buraya gelinmezdi: yanlış olan düzeltilince hepsi birlikte yeniden denenir.
            changes, self._waiting = self._waiting, {}
            if self.training.t:
                self._log.append([self.training.t, changes])
            else:  # henüz adım yok: bu bir değişiklik değil, başlangıçtır
                self.reset()

    def reset(self) -> None:
        """Koşu, şu anki ayarlarla baştan başlar."""
        with self._lock:
            self.training.reset()
            self._begun, self._log = dict(self.values), []

    def story(self) -> dict[str, Any]:
        """Koşunun bütün hikâyesi, düz JSON: baştaki değerler, [adım, değişiklikler] çiftleri, adım sayısı."""
        with self._lock:
            now = [[self.training.t, self._waiting]] if self._waiting else []
            story = {"values": self._begun, "changes": self._log + now, "steps": self.training.t}
            return json.loads(json.dumps(story))

    def _settings(self, changes: Values) -> dict[str, Any]:
        """Denetimlerdeki değişikliğin koşudaki karşılığı: α, zamanlayıcı ve süre birlikte tek bir `lr`dir."""
        settings: dict[str, Any] = {name: int(value) if name in WHOLE else value for name, value in changes.items()}
        kind, horizon = settings.pop("schedule", "Constant"), settings.pop("horizon", None)
        if kind != "Constant":
            settings["lr"] = SCHEDULES[kind].over(settings["lr"], horizon)
        if settings.get("rule", "sgd") not in RULES:  # öğrencinin kendi kuralı: adı yetmez
            settings["rule"] = self._rules[settings["rule"]]
        return settings

    def _fresh(self, values: Values) -> Values:
        """Kural değiştiyse, eskisinde olmayan hiperparametreler ve yeni kuraldaki varsayılanları."""
        if values.get("rule") == self.values.get("rule"):
            return {}
        old, new = self._rules[self.values["rule"]].hyper, self._rules[values["rule"]].hyper
        names = (new.keys() - old.keys() - OWN) & values.keys()
        return {name: self._controls[name].nearest(new[name]) for name in names}


def stories(state: Any, accepted: Callable[[Any], Values]) -> list[dict[str, Any]]:
    """`state` içindeki hikâyeler, ekrandaki en sonda; bir değer bile uymuyorsa hata verir."""
    whole = isinstance(state, dict) and set(state) == STORY | {"ghosts"} and isinstance(state["ghosts"], list)
    told: list[Any] = [*state["ghosts"], {name: state[name] for name in STORY}] if whole else [None]
    pairs = (list, tuple)
    for one in told:
        sound = isinstance(one, dict) and set(one) == STORY and isinstance(one["changes"], list)
        if not sound or not all(isinstance(entry, pairs) and len(entry) == 2 for entry in one["changes"]):
            raise ValueError(f"`state` = {state!r} olamaz; `state()`in verdiği sözlük gerekli")
    return [
        {
            "values": accepted(one["values"]),
            "changes": [(integer("changes", at, "[0, inf)"), accepted(values)) for at, values in one["changes"]],
            "steps": integer("steps", one["steps"], "[0, inf)"),
        }
        for one in told
    ]
