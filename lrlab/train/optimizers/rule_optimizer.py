"""Bir kuralın torch eniyileyicisi: parametreler kullanıcınındır, kural bir grubu tek bir vektör olarak görür."""

from collections.abc import Callable
from operator import is_
from typing import Any

import torch
from torch.nn.parameter import is_lazy

from lrlab.core.rules import RANGES, Rule
from lrlab.core.validate import number
from lrlab.train.networks.flat import one_kind, shared, views
from lrlab.train.optimizers.rule_step import Vectors, decaying, known
from lrlab.train.optimizers.torch_state import translated


class RuleOptimizer(torch.optim.Optimizer):
    """`rule`ü (bir kural ya da adı) torch.optim eniyileyicileri gibi kullanır: zero_grad, backward, step.

        eniyileyici = RuleOptimizer(model.parameters(), "adam", lr=0.01)

    `defaults`: kuralın hiperparametreleri, lrlab'daki adlarıyla (lr, beta1, ...), ve her kuralda `weight_decay`
    (adamw ve bert_adam'da ayrık, öbürlerinde torch'unki gibi bağlı). Grup sözlüğünde yeniden verilebilirler; torch'un
    öğrenme oranı zamanlayıcıları `group["lr"]`e yazar. (OneCycleLR ve CyclicLR'a cycle_momentum=False ver.)

    Parametrelerin ve gradyanların belleği, yerleşimi (channels_last da) ve aygıtı senindir, torch.optim'deki gibi.
    Kural, bir grubun aynı adımda olan bütün parametrelerini tek bir (P,) vektör olarak görür; bu yüzden bir gruptaki
    eğitilen parametrelerin türü (dtype) ve aygıtı bir olmalıdır. Gradyanı `None` olan parametre, torch'taki gibi, o
    adımda olduğu gibi kalır ve t'si artmaz; zero_grad'ın iki biçimi de olur. Henüz biçimsiz (nn.LazyLinear) parametre
    verilebilir. Seyrek (sparse) gradyan kabul edilmez. CPU'da evrişimli ağı model.to(memory_format=torch.channels_last)
    hızlandırır; bu da senin seçimindir.

    `state[p]`, ilk adımdan sonra, `step` (kuralın t'si, bir tam sayı) ile kuralın durum dizileridir (`m`, `v`, …),
    parametrenin biçiminde. copy.deepcopy, pickle, torch.save ve state_dict bunları taşır; load_state_dict, aynı kuralın
    torch.optim'deki durumunu da alır.

    Kuralların sayıları torch.optim'inkilerdir; keras ve optax'tan ölçülmüş farkları `lrlab.core.adam` ve
    `lrlab.core.adagrad` açıklamalarında yazar.
    """

    def __init__(self, params: Any, rule: Rule | str, **defaults: Any) -> None:
        self._begin(known(rule))
        checked = self._decaying.checked(**defaults)
        if isinstance(params, torch.Tensor) or not (params := list(params)):
            raise ValueError("`params` en az bir parametre içeren bir liste olmalı, model.parameters() gibi")
        super().__init__(params, {name: a_number(name, value) for name, value in checked.items()})

    def _begin(self, rule: Rule) -> None:
        self.rule, self._decaying = rule, decaying(rule)
        self._gathered: dict[int, Gathered] = {}  # grubun numarası -> son adımda birlikte yürüyenler

    def __getstate__(self) -> dict[str, Any]:
        kept = super().__getstate__()
        state = {p: _copied(one) for p, one in self.state.items()}
        return {**kept, "state": type(self.state)(dict, state), "rule": self.rule}

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        self._begin(self.rule)

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Yeni bir grup ekler; verilmeyen hiperparametreler kuruluştaki değerlerini alır."""
        for name in self.defaults:
            if name in param_group:
                a_number(name, param_group[name])
        super().add_param_group(param_group)
        trained = [p for p in self.param_groups[-1]["params"] if p.requires_grad and not is_lazy(p)]
        try:
            if trained:
                one_kind("params", trained)
        except ValueError:
            self.param_groups.pop()
            raise

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Bir güncelleme; `closure` verilirse önce o çağrılır ve döndürdüğü kayıp döner."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        with torch.no_grad():
            for index, group in enumerate(self.param_groups):
                self._update_group(index, group)
        return loss

    def _update_group(self, index: int, group: dict[str, Any]) -> None:
        present = [p for p in group["params"] if p.grad is not None]
        if not present:
            return
        rule = self._decaying if group["weight_decay"] else self.rule
        hyper = {name: group[name] for name in rule.hyper}
        states = [self.state[p] for p in present]
        gathered = self._gathered.get(index)
        if gathered is None or not gathered.still(present, states):
            gathered = self._gathered[index] = Gathered(present, states, self.rule)
        for pack in gathered.packs:
            pack.advance(rule, hyper)

    def state_dict(self) -> dict[str, Any]:
        """torch'un biçiminde durum: her parametre için `step` ve kuralın durum dizileri, kopya olarak."""
        found = super().state_dict()
        return {**found, "state": {i: _copied(one) for i, one in found["state"].items()}}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """`state_dict`in kaydettiği duruma döner; başka bir kuralın ya da ağın durumu `ValueError` verir.

        Aynı kuralın torch.optim'deki durumu da olur (SGD, Adagrad, RMSprop, Adam, AdamW): adlar çevrilir ve eğitim
        torch'un sayılarıyla sürer. SGD adımlarını saymadığından `step` orada 1'den sürer (kuralı t'ye bakmaz). Bu
        kuralların yapmadığını isteyen ayar (amsgrad, centered, maximize, …) `ValueError` verir.
        """
        state_dict = translated(self.rule, state_dict)
        names, parameters = set(self.rule.state), [p for group in self.param_groups for p in group["params"]]
        if (found := _sizes(state_dict)) != (wanted := _sizes(self.__dict__)):
            raise ValueError(f"`state_dict` bu ağın değil; gruplarında {found} parametre var, burada {wanted}")
        for i, one in state_dict["state"].items():
            if one and set(one) != {"step", *names}:
                needed = sorted({"step", *names})
                raise ValueError(
                    f"`state_dict` {self.rule.name} kuralının değil; durumu {sorted(one)}, gereken: {needed}"
                )
            for name in names & set(one):
                if not is_lazy(parameters[i]) and one[name].shape != parameters[i].shape:
                    raise ValueError(
                        f"`state_dict` bu ağın değil; {i}. parametrenin `{name}` dizisi {tuple(one[name].shape)} "
                        f"biçiminde, gereken: {tuple(parameters[i].shape)}"
                    )
        for group in state_dict["param_groups"]:
            if missing := sorted(set(self.defaults) - {"differentiable"} - set(group)):
                raise ValueError(f"`state_dict` {self.rule.name} kuralının değil; grupta `{missing[0]}` yok")
        super().load_state_dict(state_dict)


class Gathered:
    """Bir grubun bu adımda gradyanı olan parametreleri; aynı adımda olanlar bir `Pack`tir."""

    def __init__(self, present: list[torch.Tensor], states: list[dict[str, Any]], rule: Rule) -> None:
        one_kind("params", present)
        if shared(((str(i), p) for i, p in enumerate(present)), {id(p) for p in present}):
            raise ValueError(
                "`params` içinde aynı belleği paylaşan ayrı parametreler var; bağlı ağırlıklar için iki katmana aynı "
                "Parameter nesnesini ver"
            )
        self.present, self.states = present, states
        together: dict[int, list[int]] = {}
        for i, one in enumerate(states):
            together.setdefault(int(one.get("step", 0)), []).append(i)
        self.packs = [
            Pack([present[i] for i in those], [states[i] for i in those], t, rule) for t, those in together.items()
        ]

    def still(self, present: list[torch.Tensor], states: list[dict[str, Any]]) -> bool:
        """Parametreler, bellekleri ve durumları hâlâ toplananlar mı; kullanıcı hepsini değiştirebilir."""
        return (
            len(present) == len(self.present)
            and all(map(is_, present, self.present))
            and all(map(is_, states, self.states))
            and all(pack.still() for pack in self.packs)
        )


class Pack:
    """Birlikte ilerleyen parametreler, toplandıkları vektörler ve `t`leri.

    `w` ile `g` her adımda yeniden doldurulur; durumun parametre biçimindeki görünümleri `states`tedir.
    """

    def __init__(self, parameters: list[torch.Tensor], states: list[dict[str, Any]], t: int, rule: Rule) -> None:
        self.parameters, self.states, self.t = parameters, states, t
        # Görünümler parametrenin belleğini tutar: yerine konan bir parametre aynı adrese düşemez.
        self.seen = [p.detach() for p in parameters]
        self.places = [p.data_ptr() for p in parameters]
        like, size = [torch.empty_like(p, device="meta") for p in parameters], sum(p.numel() for p in parameters)
        dense = all(p.stride() == one.stride() for p, one in zip(parameters, like, strict=True))
        self.rows = [p.as_strided((p.numel(),), (1,)) for p in self.seen] if dense else []
        w, g = (self.seen[0].new_empty(size) for _ in range(2))
        self.weights, self.gradients, self.vectors = views(w, like), views(g, like), Vectors(rule, w, g)
        self.owned: list[tuple[dict[str, Any], str, torch.Tensor]] = []
        for name, flat in self.vectors.state.items():
            for one, view in zip(states, views(flat, like), strict=True):
                if name in one:
                    view.copy_(one[name])
                one[name] = view
                self.owned.append((one, name, view))
        self._count(t)

    def still(self) -> bool:
        return (
            [p.data_ptr() for p in self.parameters] == self.places
            and all(one.get(name) is view for one, name, view in self.owned)
            and all(one.get("step") == self.t for one in self.states)
        )

    def advance(self, rule: Rule, hyper: dict[str, Any]) -> None:
        """Gradyanlarla bir adım; bir hata çıkarsa hiçbir şey değişmez."""
        if self.rows:  # parametrelerin bellekteki sırası: tek çağrıda toplanır
            torch.cat(self.rows, out=self.vectors.w)
        else:
            torch._foreach_copy_(self.weights, self.seen)
        gradients: list[Any] = [p.grad for p in self.parameters]
        try:
            torch._foreach_copy_(self.gradients, gradients)
        except (TypeError, RuntimeError):
            if all(g.layout is torch.strided for g in gradients):
                raise
            raise ValueError(
                "`params` içinde seyrek (sparse) gradyanlı bir parametre var; seyrek gradyan desteklenmiyor, "
                "nn.Embedding(sparse=False) kullan"
            ) from None
        self.vectors.advance(rule, self.t + 1, hyper)
        torch._foreach_copy_(self.parameters, self.weights)
        self._count(self.t + 1)

    def _count(self, t: int) -> None:
        self.t = t
        for one in self.states:
            one["step"] = t


def _copied(one: dict[str, Any]) -> dict[str, Any]:
    """Bir parametrenin durumu, kendi belleğinde."""
    return {name: value.clone() if isinstance(value, torch.Tensor) else value for name, value in one.items()}


def _sizes(state: dict[str, Any]) -> list[int]:
    return [len(group["params"]) for group in state["param_groups"]]


def a_number(name: str, value: Any) -> float:
    """Bir hiperparametre; zamanlayıcı burada değil, `lrlab.train.attach` ile bağlanır."""
    if callable(value):
        raise TypeError(
            f"`{name}` burada bir sayı olmalı; zamanlayıcıyı eniyileyiciyi kurduktan sonra bağla: "
            "lrlab.train.attach(zamanlayıcı, eniyileyici)"
        )
    return number(name, value, RANGES.get(name, "(-inf, inf)"))
