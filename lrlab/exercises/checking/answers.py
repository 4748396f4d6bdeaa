"""`check`: öğrencinin yanıtını tek doğru tanımla karşılaştırır ve geri bildirim verir."""

from typing import Any

from lrlab.exercises.catalog import find
from lrlab.exercises.checking.functions import check_function
from lrlab.exercises.checking.numbers import check_number
from lrlab.exercises.feedback import Feedback, unattempted
from lrlab.exercises.task import NumberTask


def check(task: str, answer: Any = ...) -> Feedback:
    """`task` görevine verilen `answer` yanıtını denetler; hücrenin son satırına yaz, sonucu orada görürsün.

    answer: fonksiyon görevlerinde fonksiyonun kendisi (parantezsiz), sayı görevlerinde sayı, kesir ya da "50 gün" gibi
    metin. Fonksiyon tohumlu girdilerle sırayla çağrılır; liste, numpy dizisi ya da tensör döndürebilir. Tür, biçim,
    değer ve yan etki (girdinin değişmesi) ayrı ayrı bildirilir. Yanıt None, `...` ya da NotImplementedError ise ya da
    hiç verilmediyse görev denenmemiş sayılır: bu yanlış değildir. Fonksiyonundaki hata (programı kapatma isteği de)
    yükseltilmez, satırıyla birlikte bildirilir.
    Hatalar: bilinmeyen görev adı, adları sayan bir `ValueError` verir.
    Sonsuz döngü yakalanmaz: hücre bitmiyorsa çekirdeği durdur (■) ve döngünün bitiş koşuluna bak.
    """
    found = find(task)
    if answer is None or answer is ...:
        return unattempted(found, "Yanıt boş duruyor.")
    return check_number(found, answer) if isinstance(found, NumberTask) else check_function(found, answer)
