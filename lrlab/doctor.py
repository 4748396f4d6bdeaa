"""Ortam denetimi: her denetim bir bulgu verir, başarısız bulgu onu gideren komutu söyler.

`lrlab doctor` komutu ve 00_baslangic defterindeki deneme hücresi aynı `doctor()` fonksiyonunu çağırır.
"""

import importlib
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path
from typing import Any

from lrlab.terms.console import for_console

TESTED_PYTHON = ((3, 11), (3, 13))
FREE_GB = 1.0  # Fashion-MNIST 30 MB; gerisi önbellek, geçici dosya ve pay
PIP = "python -m pip install"
IN_REPOSITORY = (Path(__file__).parents[1] / "Makefile").is_file()  # pip'in kurduğu lrlab'ın yanında make yoktur
PACKAGES = {"sklearn": "scikit-learn", "PIL": "pillow", "IPython": "ipython"}  # modül -> adı farklı olan paketi
MARKS = {"tamam": "✓", "öneri": "→", "eksik": "✗"}


@dataclass(frozen=True)
class Finding:
    """Bir denetimin sonucu: `status` "tamam", "öneri" (ders çalışır) ya da "eksik"; `mend` gereken komut."""

    name: str
    status: str
    text: str
    mend: str = ""


@dataclass(frozen=True)
class Diagnosis:
    """Bütün bulgular; hücrede tablo olarak görünür, `print` ile düz metin olur."""

    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Hiçbir şey eksik değilse doğru."""
        return all(f.status != "eksik" for f in self.findings)

    @property
    def checked(self) -> tuple[str, ...]:
        """Yapılan denetimlerin adları, sırayla: makineden makineye değişmez."""
        return tuple(f.name for f in self.findings)

    @property
    def summary(self) -> str:
        """Sürüm ve yol içermeyen tek cümlelik sonuç."""
        if self.ok:
            return "Ortam derslere hazır."
        missing = [f.name for f in self.findings if f.status == "eksik"]
        return f"Düzeltilecek {len(missing)} şey var: {', '.join(missing)}."

    def __str__(self) -> str:
        lines = (
            f"{MARKS[f.status]} {f.name} ({f.status}): {f.text}" + (f"\n    Komut: {f.mend}" if f.mend else "")
            for f in self.findings
        )
        return for_console("\n".join([*lines, self.summary]))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{MARKS[f.status]} {f.status}</td><td style='text-align:left'>{escape(f.name)}</td>"
            f"<td style='text-align:left'>{escape(f.text)}"
            + (f"<br><code>{escape(f.mend)}</code>" if f.mend else "")
            + "</td></tr>"
            for f in self.findings
        )
        head = "<tr><th>Durum</th><th>Denetim</th><th>Bulunan</th></tr>"
        return f"<table>{head}{rows}</table><p><b>{escape(self.summary)}</b></p>"


def installed(name: str) -> str | None:
    """Kurulu dağıtımın sürümü; kurulu değilse `None`."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def culprit(error: Exception) -> str | None:
    """İçe aktarma hatasına yol açan paketin adı; hata bir ad söylemiyorsa `None`."""
    root = error.__cause__ or error
    name = (root.name or "").partition(".")[0] if isinstance(root, ImportError) else ""
    return PACKAGES.get(name, name) or None


def in_colab() -> bool:
    """Colab'da mıyız: orada arayüz paketleri Colab'ın kendisindedir."""
    return "google.colab" in sys.modules


def check_python(
    found: tuple[int, ...] = sys.version_info[:3], repository: bool = IN_REPOSITORY, windows: bool = os.name == "nt"
) -> Finding:
    """Python sürümü: 3.11'den eskisi eksik, 3.13'ten yenisi yalnızca denenmemiş sayılır."""
    text = ".".join(map(str, found))
    if windows:  # make yoktur, Python'u conda getirir
        made = "env create -f environment.yml" if repository else "create -n lrlab python={0}"
        how = f"conda {made} && conda activate lrlab && {PIP} {'--no-deps -e .' if repository else source()}"
    else:
        new = f"python{{0}} -m venv .venv && .venv/bin/{PIP} {source()}"
        how = "make lab PYTHON=python{0}" if repository else new
    if found[:2] < TESTED_PYTHON[0]:
        return Finding("Python", "eksik", f"{text}; 3.11, 3.12 ya da 3.13 gerekli", how.format("3.12"))
    if found[:2] > TESTED_PYTHON[1]:
        return Finding("Python", "öneri", f"{text}; dersler 3.11–3.13 ile denendi", how.format("3.13"))
    return Finding("Python", "tamam", text)


def source() -> str:
    """pip'in lrlab'ı kuracağı yer: yayımlanan deposu, yoksa elindeki paketi; o adla başkasının paketi kurulmasın."""
    urls = dict(url.split(", ", 1) for url in metadata("lrlab").get_all("Project-URL") or ())
    if "Repository" in urls:
        return f'"lrlab @ git+{urls["Repository"]}"'
    return f"lrlab-{version('lrlab')}-py3-none-any.whl"


def wanted(lab: bool) -> Iterator[Any]:
    """lrlab'ın `Requirement` olarak gereksinimleri; `lab` doğruysa dersleri açmak için gerekenler de."""
    from packaging.requirements import Requirement

    extras = ("", "lab") if lab else ("",)
    for r in map(Requirement, requires("lrlab") or []):
        if r.marker is None or any(r.marker.evaluate({"extra": e}) for e in extras):
            yield r


def check_packages(requirements: Iterable[Any], found: Callable[[str], str | None] = installed) -> Finding:
    """Her gereksinim kurulu ve alt sınırından yeni mi; onları okuyan packaging yoksa önce o kurulur."""
    shown, bad = [], []
    try:
        for r in requirements:
            have = found(r.name)
            shown.append(f"{r.name} {have or '(yok)'}")
            if have is None or not r.specifier.contains(have, prereleases=True):
                bad.append(f'"{r.name}{r.specifier}"')
    except ImportError:  # `wanted` packaging'i ilk istekte yükler
        mend = f"{PIP} --force-reinstall packaging && lrlab doctor"
        return Finding("Paketler", "eksik", "packaging (yok); öbür paketlere o kurulunca bakılır", mend)
    return Finding("Paketler", "eksik" if bad else "tamam", ", ".join(shown), f"{PIP} {' '.join(bad)}" if bad else "")


def check_front_end(found: Callable[[str], str | None] = installed, colab: bool | None = None) -> Finding:
    """Canlı şekillerin iki yarısı birbirini anlıyor mu: ipywidgets 8 ↔ jupyterlab_widgets 3, 7 ↔ 1."""
    name, kernel = "Canlı şekiller", found("ipywidgets")
    if in_colab() if colab is None else colab:
        return Finding(name, "tamam", f"ipywidgets {kernel}; arayüz Colab'ın kendisinde")
    page = found("jupyterlab_widgets")
    text = f"ipywidgets {kernel or '(yok)'}, jupyterlab_widgets {page or '(yok)'}"
    if kernel and page and {"8": "3", "7": "1"}.get(kernel.split(".")[0]) == page.split(".")[0]:
        return Finding(name, "tamam", text)
    return Finding(name, "eksik", f"{text}; sürümler birbirini anlamaz", f"{PIP} -U ipywidgets jupyterlab_widgets")


def check_shipped_data(folder: Path, repository: bool = IN_REPOSITORY) -> Finding:
    """Derslerin yanında gelen veri yerinde mi."""
    files = sorted(p.name for p in folder.glob("*.csv")) if folder.is_dir() else []
    if files:
        return Finding("Derslerin verisi", "tamam", ", ".join(files))
    mend = "git checkout -- data" if repository else f"{PIP} --force-reinstall --no-deps {source()}"
    return Finding("Derslerin verisi", "eksik", f"{folder} içinde .csv dosyası yok", mend)


def check_fashion_mnist(folder: Path, load: Callable[[str], Any] = importlib.import_module) -> Finding:
    """Fashion-MNIST indirilmiş mi; yoksa dersler yerleşik veriyle yine çalışır: yalnızca öneri."""
    name, top = "Fashion-MNIST", nearest(folder)
    if not os.path.isdir(top):
        text = f"{top} bir klasör değil; LRLAB_DATA ortam değişkenine bir klasör ver ya da onu kaldır"
        return Finding(name, "eksik", text, "set LRLAB_DATA=" if os.name == "nt" else "unset LRLAB_DATA")
    try:
        files = load("lrlab.train.data.fashion").HOME.sha256
    except ImportError as error:
        return Finding(name, "eksik", f"açılmadı: {error}", f"{PIP} --force-reinstall {culprit(error) or 'numpy'}")
    if all(os.path.isfile(folder / file) for file in files):
        return Finding(name, "tamam", f"{folder} içinde")
    return Finding(name, "öneri", f"indirilmemiş ({folder}); bir kez, yaklaşık 30 MB", "lrlab data")


def check_device(load: Callable[[str], Any] = importlib.import_module) -> Finding:
    """torch açılıyor mu, hangi aygıtı kullanabilir."""
    try:
        torch = load("torch")
        device = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    except Exception as error:  # bozuk bir kurulum ImportError, OSError, RuntimeError... verebilir
        return Finding("torch", "eksik", f"açılmadı: {error}", f'{PIP} -U "torch>=2.2"')
    return Finding("torch", "tamam", f"{torch.__version__}, aygıt: {device}")


def check_d2l(load: Callable[[], Any], found: Callable[[str], str | None] = installed) -> Finding:
    """d2l ve torchvision birlikte açılıyor mu."""
    name = "d2l ve torchvision"
    try:
        load()
    except Exception as error:  # d2l açılırken torchvision, pandas, requests... yüklenir; hangisi neyle düşerse düşsün
        failed = culprit(error) or "torchvision"
        first = "" if failed == "d2l" else f"{PIP} -U {failed} && "
        return Finding(name, "eksik", str(error), f"{first}{PIP} --no-deps d2l==1.0.3")
    return Finding(name, "tamam", f"d2l {found('d2l')}, torchvision {found('torchvision')}")


def nearest(folder: Path) -> Path:
    """`folder` ya da var olan en yakın üst klasörü; sürücüsü de yoksa çalışılan klasör."""
    return next((path for path in (folder, *folder.parents) if os.path.exists(path)), Path.cwd())


def check_disk(folder: Path, free: int | None = None) -> Finding:
    """`folder`un (yoksa var olan en yakın üst klasörünün) diskinde yer var mı; `free` bayttır."""
    gb = (shutil.disk_usage(nearest(folder)).free if free is None else free) / 1e9
    if gb >= FREE_GB:
        return Finding("Boş disk", "tamam", f"{gb:.1f} GB")
    return Finding("Boş disk", "eksik", f"{gb:.1f} GB; en az {FREE_GB:g} GB gerekli", f"{PIP[:-8]} cache purge")


def doctor() -> Diagnosis:
    """Bu Python ortamını denetler; sonucu hücrenin son satırı yapmak yeterlidir: `doctor()`."""
    from lrlab.train.data.places import PACKAGE, cache_dir  # yalnızca standart kitaplığı ister

    cache, shipped = cache_dir(), PACKAGE / "_data"
    return Diagnosis(
        (
            check_python(),
            check_packages(wanted(lab=not in_colab())),
            check_front_end(),
            check_shipped_data(shipped if shipped.is_dir() else PACKAGE.parent / "data"),
            check_fashion_mnist(cache / "fashion-mnist"),
            check_device(),
            check_d2l(lambda: importlib.import_module("lrlab.train.d2l").load_d2l()),
            check_disk(cache),
        )
    )
