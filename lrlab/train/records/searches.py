"""Derslerin kayıtlı aramaları, dosyalarındaki satırlarıyla: sütunların anlamı data/README.md'dedir."""

from pathlib import Path

from lrlab.core.validate import one_of
from lrlab.train.records.reading import Row, read

SEARCHES = ("wine_deck", "network_search", "lenet_search", "svm_race", "wine_again")


def search_rows(name: str, path: Path | None = None) -> list[Row]:
    """Kayıtlı bir aramanın satırları, sütun adından metne sözlükler; `name`, `SEARCHES` içindedir.

    "wine_deck": bir sunumun şaraplardaki ızgarasının farklı ayarları; "network_search": rakamlarda bir ağın bütün
    ayarlarında rastgele arama; "lenet_search": LeNet'te bir ardışık yarılamanın denemeleri; "svm_race": SVM'nin C ve
    γ'sında rastgele ve Bayesçi aramalar; "wine_again": şaraplarda seçilen ormanların yeni tohumlarla ölçümü. `path`:
    verilmezse lrlab ile gelen kayıt. Dosya yoksa ya da boşsa `DataError`.
    """
    return read(f"{one_of('name', name, SEARCHES)}.csv", path, list)
