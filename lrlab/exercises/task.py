"""Görev nedir: soru, doğru tanım, denemeler, adlandırılmış hatalar ve ipuçları."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Any

# float32 ile çalışan doğru bir yanıt da geçsin, ama en yakın adlandırılmış hata geçmesin diye seçildi.
RTOL, ATOL = 1e-5, 1e-6


@dataclass(frozen=True)
class Case:
    """Bir deneme: fonksiyona sırayla verilecek `args` ve geri bildirimde görünecek kısa adı."""

    label: str
    args: tuple[Any, ...]


@dataclass(frozen=True)
class Mutant:
    """Sık yapılan bir hata: `answer` o hatayı yapanın vereceği yanıt, `message` düşündüren geri bildirim.

    `answer`, fonksiyon görevinde bir fonksiyon, sayı görevinde bir sayıdır. `message` hatayı adıyla söyler ve nereye
    bakılacağını gösterir; çözümü vermez.
    """

    name: str
    answer: Any
    message: str


@dataclass(frozen=True)
class FunctionTask:
    """Yazılacak bir fonksiyon. `reference` tek doğru tanımdır; `arguments` fonksiyonun sıralı argüman adlarıdır.

    parts: fonksiyon bir demet döndürüyorsa parçalarının adları, örneğin ("w", "m"); yoksa boş.
    plot: sonuç bir eğriyse ve eksenlerin adı (yatay, düşey); yoksa None.
    given: onarılacak bir koşuysa öğrenciye verilen bozuk hâli; onun sonucunu veren yanıt denenmemiş sayılır.
    """

    name: str
    title: str
    question: str
    arguments: tuple[str, ...]
    reference: Callable[..., Any]
    cases: tuple[Case, ...]
    mutants: tuple[Mutant, ...]
    hints: tuple[str, ...]
    parts: tuple[str, ...] = ()
    plot: tuple[str, str] | None = None
    given: Callable[..., Any] | None = None

    @property
    def signature(self) -> str:
        """Öğrencinin yazacağı fonksiyonun başlığı, örneğin "ewa(theta, beta)"."""
        return f"{self.name}({', '.join(self.arguments)})"


@dataclass(frozen=True)
class NumberTask:
    """Sayıyla yanıtlanan bir soru. `tolerance` mutlak hoşgörüdür; `units` kabul edilen birim adları (ilki gösterilir).

    `units` boşsa yanıt birimsizdir. Yanıt bir adlandırılmış hatanın adıyla ancak ona `near` kadar yakınsa anılır;
    sayım görevlerinde komşu tam sayılar karışmasın diye küçük seçilir.
    """

    name: str
    title: str
    question: str
    expected: float
    tolerance: float
    mutants: tuple[Mutant, ...]
    hints: tuple[str, ...]
    units: tuple[str, ...] = ()
    near: float = inf


Task = FunctionTask | NumberTask
