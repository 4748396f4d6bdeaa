"""`check`: öğrencinin yanıtını tek doğru tanımla karşılaştırır ve geri bildirim verir."""

from typing import Any

from lrlab.exercises.catalog import find
from lrlab.exercises.checking.functions import check_function
from lrlab.exercises.checking.numbers import check_number
from lrlab.exercises.feedback import Feedback, failed, unattempted
from lrlab.exercises.progress.record import remember
from lrlab.exercises.task import NumberTask


def check(task: str, answer: Any = ..., *more: Any) -> Feedback:
    """`task` görevine verilen `answer` yanıtını denetler; hücrenin son satırına yaz, sonucu orada görürsün.

    answer: fonksiyon görevlerinde fonksiyonun kendisi (parantezsiz), sayı görevlerinde sayı, kesir, "1-1/20" gibi bir
    hesap ya da "50 gün" gibi metin. Fonksiyon tohumlu girdilerle sırayla çağrılır; liste, numpy dizisi ya da tensör
    döndürebilir. Tür, biçim, değer ve yan etki (girdinin değişmesi) ayrı ayrı bildirilir; k. denemenin girdilerini
    `deneme(task, k)` verir. Yanıt None, `...` ya da NotImplementedError ise, hiç verilmediyse ya da denetimin kendi
    tanımıysa görev denenmemiş sayılır: bu yanlış değildir. Fonksiyonundaki hata (programı kapatma isteği de)
    yükseltilmez, satırıyla birlikte bildirilir. Geri bildirim yalnızca doğru yanıtta True sayılır:
    `assert check("ewa", f)`.
    Her çağrı kendi iş parçacığındadır; 10 saniyede bitmeyen (eğitim yapan görevde daha uzun) ya da 500 MB büyüyen kod
    durdurulur. Tek bir C çağrısının içinde kalan (`sum(itertools.count())`) durdurulamaz: çekirdeği yeniden başlat.
    Hatalar: bilinmeyen görev adı, adları sayan bir `ValueError` verir.
    """
    found = find(task)
    if more and not isinstance(found, NumberTask):
        return failed(found, "check iki şey alır: görevin adı ve fonksiyonun. Sonuçlar değil, fonksiyon denetlenir.")
    answer = (answer, *more) if more else answer  # check("ad", 0,95)
    if answer is None or answer is ...:
        return unattempted(found, "Yanıt boş duruyor.")
    if not isinstance(found, NumberTask) and answer is found.reference:
        return unattempted(found, "Bu, denetimin kendi tanımı; senin yazdığın bir fonksiyon değil.")
    told = check_number(found, answer) if isinstance(found, NumberTask) else check_function(found, answer)
    return remember(told, answer)
