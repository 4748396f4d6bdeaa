"""Güvenli indirme: bir dosyayı önbelleğe bir kez, bütün olarak ve denetleyerek getirir."""

import errno
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from ssl import SSLError
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from filelock import FileLock, Timeout
from tqdm import tqdm

from lrlab.core.validate import number
from lrlab.terms.system import reason
from lrlab.train.data.places import DataError

CHUNK = 1 << 16
NO_SPACE = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
ELSEWHERE = "LRLAB_DATA ortam değişkenine başka bir klasör ver"


def fetch(
    url: str,
    path: Path,
    *,
    sha256: str | None = None,
    check: Callable[[Path], None] | None = None,
    timeout: float = 30.0,
    lock_timeout: float = 900.0,
) -> Path:
    """`path` yoksa onu `url`den indirir, varsa olduğu gibi bırakır; iki durumda da `sha256`sını denetler.

    Dosya önce aynı klasörde `.part` adıyla yazılır, boyu, özeti ve (verilmişse) `check(yol)` denetimi geçerse
    tek hamlede asıl adını alır: asıl adla duran dosya her zaman bütündür. Hata ya da Ctrl-C yarım dosya
    bırakmaz. İki süreç aynı anda isterse biri indirir, öteki onu bekler (en çok `lock_timeout` saniye).
    `timeout`: sunucunun en uzun suskunluğu, saniye. Yarım saniyeden uzun süren indirmede ilerleme çubuğu
    görünür. Her sorun `DataError`, http ile başlamayan `url` ya da aralık dışı `timeout` `ValueError` verir.
    """
    if not url.startswith(("http://", "https://")):
        raise ValueError(f"`url` = {url!r} olamaz; http:// ya da https:// ile başlamalı")
    timeout = number("timeout", timeout, "(0, 86400]")
    with _in_words(url, path):
        if path.exists():
            verify(path, sha256)
            return path
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.parent / ".lock", timeout=lock_timeout):
            if path.exists():  # kilidi beklerken öteki süreç indirdi
                verify(path, sha256)
            else:
                _download(url, path, sha256, check, timeout)
    return path


def verify(path: Path, sha256: str | None) -> None:
    """Dosyanın özeti beklenenden farklıysa `DataError` verir, dosyaya dokunmaz; `None` denetlemez."""
    if sha256 is None:
        return
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        raise DataError(
            f"{path} bozuk ya da başka bir dosya: sha256 {sha256} beklendi, {found} bulundu. "
            "Bu dosyayı sil ve hücreyi yeniden çalıştır; dosya baştan indirilir"
        )


def _download(url: str, path: Path, sha256: str | None, check: Callable[[Path], None] | None, timeout: float) -> None:
    # Kilit bizde olduğundan ad sabit olabilir: ansızın ölen bir süreçten kalan parçanın da üzerine yazılır.
    part = path.with_name(path.name + ".part")
    try:
        found = _receive(url, part, timeout)
        if sha256 is not None and found != sha256:
            raise DataError(
                f"{url} adresinden inen {path.name} beklenen dosya değil: "
                f"sha256 {sha256} beklendi, {found} geldi. "
                "Dosya kaydedilmedi; ağın bir giriş sayfası ya da vekil sunucusu araya girmiş olabilir, "
                "başka bir ağdan yeniden dene"
            )
        if check is not None:
            check(part)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _receive(url: str, part: Path, timeout: float) -> str:
    """`url`yi `part`a yazar ve sha256 özetini döndürür; gövde söylenen boydan kısaysa `DataError`."""
    digest, received = hashlib.sha256(), 0
    request = Request(url, headers={"User-Agent": "lrlab"})
    with urlopen(request, timeout=timeout) as response, part.open("wb") as file:
        size = response.headers.get("Content-Length")
        total = int(size) if size is not None and size.isdigit() else None
        name = part.name.removesuffix(".part")
        with tqdm(total=total, desc=f"{name} indiriliyor", unit="B", unit_scale=True, delay=0.5, leave=False) as bar:
            while block := response.read(CHUNK):
                file.write(block)
                digest.update(block)
                received += len(block)
                bar.update(len(block))
        if total is not None and received != total:
            raise DataError(
                f"{url} yarıda kesildi: {total} bayttan {received} bayt geldi. "
                "Yarım dosya silindi; bağlantını denetle ve hücreyi yeniden çalıştır"
            )
        file.flush()
        os.fsync(file.fileno())  # adı değişmeden önce içeriği diskte olsun
    return digest.hexdigest()


@contextmanager
def _in_words(url: str, path: Path) -> Iterator[None]:
    """Ağ ve disk hatalarını, ne yapılacağını söyleyen bir `DataError`a çevirir."""
    try:
        yield
    except Timeout as error:
        raise DataError(
            f"{path.name} için beklemek boşa çıktı: başka bir süreç hâlâ indiriyor. Onun bitmesini bekle; "
            f"öyle bir süreç yoksa {path.parent / '.lock'} dosyasını sil"
        ) from error
    except HTTPError as error:
        with error:
            told = _reason(error)
        raise DataError(f"{url} isteği geri çevrildi: HTTP {error.code}, {told}. Daha sonra yeniden dene") from error
    except (URLError, TimeoutError, ConnectionError, SSLError, HTTPException) as error:
        cause = getattr(error, "reason", error)
        raise DataError(
            f"{path.name} indirilemedi, {url} yanıt vermedi ({cause}). İnternet bağlantını denetle ve "
            f"hücreyi yeniden çalıştır; ağ yoksa dosyayı başka bir yerden {path.parent} klasörüne koy"
        ) from error
    except OSError as error:
        if error.errno in NO_SPACE:
            what = f"diskte yer kalmadı; {path.parent} diskinde yer aç ya da {ELSEWHERE}"
        elif error.errno in READ_ONLY:
            what = f"{path.parent} klasörüne yazılamıyor; yazma iznini denetle ya da {ELSEWHERE}"
        else:
            what = f"{reason(error)}; {path.parent} klasörünü denetle ya da {ELSEWHERE}"
        raise DataError(f"{path.name} kaydedilemedi: {what}") from error


def _reason(error: HTTPError) -> str:
    """Sunucunun JSON gövdesinde söylediği neden, yoksa durum satırı."""
    try:
        return str(json.loads(error.read(4096))["reason"])
    except (ValueError, KeyError, TypeError, OSError, HTTPException):
        return str(error.reason)
