"""Kuralların işlemlerini birleştiren vektör: `w - lr * g` üç yerine tek torch işlemi olur.

Kuralın tanımı değişmez; yalnızca hangi sayılarla çalıştığı değişir. Çarpmalar bekletilir, çünkü torch'un a + c·x,
a + c·x·y ve a + c·x/y için tek işlemi vardır. torch'un kendi eniyileyicileri de bunları kullanır.
"""

from collections.abc import Callable
from typing import Any

import torch

NUMBER = (float, int)


class Lazy:
    """Henüz hesaplanmamış a + c·x, a + c·x·y ya da (`over` ise) a + c·x/y; `a` ve `y` olmayabilir, `c` bir sayıdır.

    + - * / ** dışında bir şey istenirse hesaplanır ve tensör gibi davranır.
    """

    __slots__ = ("a", "c", "found", "over", "x", "y")
    __array_ufunc__ = None  # numpy sayıları soldan çarparken sözü buraya bıraksın

    def __init__(
        self,
        x: torch.Tensor,
        c: float = 1.0,
        a: torch.Tensor | None = None,
        y: torch.Tensor | None = None,
        over: bool = False,
    ) -> None:
        self.x, self.c, self.a, self.y, self.over = x, c, a, y, over
        self.found = x if a is None and y is None and c == 1 else None

    def value(self) -> torch.Tensor:
        """Tensör; bir kez hesaplanır."""
        if self.found is None:
            self.found = self._compute()
        return self.found

    def into(self, out: torch.Tensor) -> None:
        """Değeri `out`a yazar; `out` işlenenlerden biri olabilir."""
        if self.found is None and self.a is not None:
            self._compute(out)
        else:
            out.copy_(self.value())

    def _compute(self, out: torch.Tensor | None = None) -> torch.Tensor:
        if self.a is None:
            if self.y is None:
                return self.x * self.c
            both = self.x / self.y if self.over else self.x * self.y
            return both if self.c == 1 else both.mul_(self.c)
        if self.y is None:
            if out is self.a:
                return out.add_(self.x, alpha=self.c)
            return torch.add(self.a, self.x, alpha=self.c, out=out)
        fused = torch.addcdiv if self.over else torch.addcmul
        return fused(self.a, self.x, self.y, value=self.c, out=out)

    def _plus(self, other: Any, sign: float) -> "Lazy":
        """self + sign·other; toplama da, sonra tek işlem olsun diye, bekletilir."""
        if not isinstance(other, Lazy):
            if isinstance(other, NUMBER):
                return Lazy(self.value() + sign * other)
            other = lazy(other)
        if other.found is None and other.a is None:
            return Lazy(other.x, sign * other.c, self.value(), other.y, other.over)
        if sign == 1 and self.found is None and self.a is None:
            return Lazy(self.x, self.c, other.value(), self.y, self.over)
        return Lazy(other.value(), sign, self.value())

    def __add__(self, other: Any) -> "Lazy":
        return self._plus(other, 1)

    __radd__ = __add__

    def __sub__(self, other: Any) -> "Lazy":
        return self._plus(other, -1)

    def __rsub__(self, other: Any) -> "Lazy":
        return (-1 * self)._plus(other, 1)

    def __neg__(self) -> "Lazy":
        return -1 * self

    def __mul__(self, other: Any) -> "Lazy":
        if isinstance(other, NUMBER):
            if self.a is not None:
                return Lazy(self.value(), other)
            return Lazy(self.x, self.c * other, None, self.y, self.over)
        other = lazy(other)
        x, c = self._scaled()
        y, d = other._scaled()
        return Lazy(x, c * d, y=y)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> "Lazy":
        if isinstance(other, NUMBER):
            return self * (1 / other) if other else Lazy(self.value() / other)
        x, c = self._scaled()
        return Lazy(x, c, y=lazy(other).value(), over=True)

    def __rtruediv__(self, other: Any) -> "Lazy":
        return Lazy(other / self.value())

    def __pow__(self, power: Any) -> "Lazy":
        return Lazy(self.value() ** power)

    def _scaled(self) -> tuple[torch.Tensor, float]:
        """(x, c): değer c·x; bekleyen tek şey bir sayıyla çarpmaysa hesaplanmaz."""
        return (self.x, self.c) if self.a is None and self.y is None else (self.value(), 1.0)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.value(), name)

    @classmethod
    def __torch_function__(
        cls, function: Callable[..., Any], types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        return function(*map(tensor, args), **{name: tensor(value) for name, value in (kwargs or {}).items()})


def lazy(value: Any) -> Lazy:
    """Tensörü (ya da başka bir sayıyı) sarar, sarılmışı olduğu gibi bırakır."""
    return value if isinstance(value, Lazy) else Lazy(torch.as_tensor(value))


def tensor(value: Any) -> Any:
    """Sarılmışsa tensörü, değilse kendisi."""
    return value.value() if isinstance(value, Lazy) else value
