"""Derslerin kayıtlı aramaları, dosyalarındaki satırlarıyla: sütunların anlamı data/README.md'dedir."""

from pathlib import Path

from lrlab.core.validate import one_of
from lrlab.train.records.reading import Row, read

SEARCHES = ("wine_deck", "network_search", "lenet_search")


def search_rows(name: str, path: Path | None = None) -> list[Row]:
    """Kayıtlı bir aramanın satırları, sütun adından metne sözlükler: "wine_deck", "network_search", "lenet_search".

    "wine_deck": bir sunumun şaraplardaki ızgarasının farklı ayarları; "network_search": rakamlarda bir ağın bütün
    ayarlarında rastgele arama; "lenet_search": LeNet'te bir ardışık yarılamanın denemeleri. `path`: verilmezse lrlab
    ile gelen kayıt. Dosya yoksa ya da boşsa `DataError`.
    """
    return read(f"{one_of('name', name, SEARCHES)}.csv", path, list)
