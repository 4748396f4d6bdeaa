"""Alıştırmalar: görevler, adlandırılmış hatalar, `check`, ipuçları ve tahminler.

`check("ewa", fonksiyonun)` yanıtını denetler, `hint("ewa")` ipucu verir, `tasks()` görevleri sayar,
`tahmin(...)` bir şekle bakmadan önceki tahminini saklar. matplotlib ve ipywidgets ancak gösterirken yüklenir.
"""

from lrlab.exercises.catalog import hint, tasks
from lrlab.exercises.check import check
from lrlab.exercises.predict import tahmin

__all__ = ["check", "hint", "tahmin", "tasks"]
