"""`lrlab` komutu: dersleri açar ve kopyalar, ortamı denetler, veriyi indirir, ilerlemeyi ve sınıfı gösterir."""

import argparse
import importlib.util
import os
import signal
import stat
import sys
import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from lrlab import __version__
from lrlab.delivery import MANIFEST, deliver
from lrlab.terms.console import IN_WORDS
from lrlab.terms.system import reason

PACKAGE = Path(__file__).resolve().parent
WELCOME = "00_baslangic.ipynb"
NO_LESSONS = f"{WELCOME} bulunamadı; lrlab'ı yeniden kur"
SITE_TOOLS = "`python -m pip install sphinx myst-nb furo latex2mathml`"
JUPYTERLAB = 'python -m pip install "jupyterlab>=4.0"'


class _Turkish(argparse.HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):  # noqa: ANN001
        super().add_usage(usage, actions, groups, "kullanım: " if prefix is None else prefix)


def main(argv: Sequence[str] | None = None) -> int:
    """Komut satırının girişi; çıkış kodunu döndürür (0: her şey yolunda)."""
    for stream in (sys.stdout, sys.stderr):
        _readable(stream)
    parser = _parser()
    try:
        options, rest = parser.parse_known_args(argv)
    except argparse.ArgumentError as error:  # seçeneklerin hiçbiri değer almaz, başka yanlış yapılamaz
        return _misuse(f"{error.argument_name} bir değer almaz")
    if options.komut and options.komut not in VERBS:
        return _misuse(f"bilinmeyen komut: {options.komut!r}; komutlar: {', '.join(VERBS)}")
    if rest and options.komut not in TAKING:
        return _misuse(f"bilinmeyen seçenek: {' '.join(rest)}")
    if options.help:
        parser.print_help()
        return 0
    if options.version:
        print(f"lrlab {__version__}")
        return 0
    if not options.komut:
        return _misuse(f"bir komut gerekli; komutlar: {', '.join(VERBS)}")
    return VERBS[options.komut][0](rest)


def _readable(stream: Any) -> None:
    """Hiçbir harf yitmesin: dosya (`lrlab glossary > SOZLUK.md`) UTF-8 olur; konsol kendi kod sayfasında kalır, orada
    olmayan işaretler (Türkçe Windows'ta ✓, α, ⌈) sözle yazılır."""
    if not hasattr(stream, "reconfigure"):
        return
    try:
        is_file = stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        is_file = False
    stream.reconfigure(encoding="utf-8" if is_file else stream.encoding, errors=IN_WORDS)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lrlab",
        description="Derin öğrenmede eniyileme dersleri.",
        epilog=" ".join(f"{name}: {text}." for name, (_, text) in VERBS.items()),
        formatter_class=_Turkish,
        add_help=False,
        allow_abbrev=False,
        exit_on_error=False,  # argparse'ın kendi iletisi İngilizcedir
    )
    group = parser.add_argument_group("seçenekler")
    group.add_argument("komut", nargs="?", help=", ".join(VERBS))
    group.add_argument("-h", "--help", action="store_true", help="bu yardımı gösterir")
    group.add_argument("--version", action="store_true", help="lrlab'ın sürümünü yazar")
    return parser


def _lab(rest: Sequence[str]) -> int:
    chosen = [rest[0]] if rest and not rest[0].startswith("-") else []
    top = next((p for p in (PACKAGE.parent, Path.cwd()) if _is_repository(p)), None)
    if importlib.util.find_spec("jupyterlab") is None:
        return _fail(f"JupyterLab kurulu değil. Kurmak için: {JUPYTERLAB}")
    _ensure_home()
    if late := _late_folder(rest):
        return _misuse(f"klasör, seçeneklerden önce yazılır: lrlab lab {late} ...")
    if top and (not chosen or Path(*chosen).resolve() == (top / "notebooks").resolve()):
        return _serve(top, f"notebooks/{WELCOME}", rest[len(chosen) :])
    source = _lessons()
    if source is None:
        return _fail(NO_LESSONS)
    folder = Path(*chosen) if chosen else _students_folder()
    try:
        folder = folder.expanduser()
        said = deliver(source, folder, __version__)
    except (OSError, RuntimeError) as error:  # RuntimeError: ~ açılamadı, öyle bir ev klasörü yok
        return _fail(
            f"Dersler {folder} klasörüne konamadı: {_why(error)}. Başka bir klasör seçmek için: lrlab lab KLASÖR"
        )
    for sentence in said:
        print(sentence, flush=True)
    return _serve(folder.resolve(), WELCOME, rest[len(chosen) :])


def _why(error: Exception) -> str:
    return "ev klasörü bulunamadı, tam yolu yaz" if isinstance(error, RuntimeError) else reason(error)


def _lessons() -> Path | None:
    """Dersler: kurulu pakettekiler, yoksa depodakiler."""
    return next((p for p in (PACKAGE / "_lessons", PACKAGE.parent / "notebooks") if (p / WELCOME).is_file()), None)


def _is_repository(folder: Path) -> bool:
    """Yanında paketin kaynağı yoksa bir `notebooks` klasörü, derslerin öğrencideki bir kopyasıdır."""
    return all((folder / part).is_file() for part in (f"notebooks/{WELCOME}", "lrlab/__init__.py"))


def _late_folder(rest: Sequence[str]) -> str | None:
    """Değer almayan bir JupyterLab seçeneğinden sonra yazılmış sözcük: JupyterLab onu kendi klasörü sanırdı."""
    from jupyterlab.labapp import LabApp

    for before, word in pairwise(rest):
        if before.lstrip("-") in LabApp.flags and before.startswith("-") and not word.startswith("-"):
            return word
    return None


def _ensure_home() -> None:
    """Ev klasörü bilinmiyorsa (HOME'suz, kullanıcısı kayıtsız kapsayıcı) JupyterLab için geçici bir tane gösterir."""
    try:
        Path.home()
    except RuntimeError:
        os.environ["HOME"] = home = os.path.join(tempfile.gettempdir(), "lrlab")
        print(f"Ev klasörü bulunamadı; JupyterLab'in ayarları {home} klasöründe duracak.", flush=True)


def _students_folder() -> Path:
    """Derslerin varsayılan yeri; öğrenci zaten oradaysa orası."""
    here = Path.cwd()
    return here if (here / MANIFEST).is_file() else here / "lrlab-dersler"


def _serve(top: Path, notebook: str, options: Sequence[str]) -> int:
    """JupyterLab'i bu süreçte çalıştırır: süreç bitirilince sunucu, sunucuyla birlikte çekirdekler de biter."""
    # Dil seçilmemişse Türkçe: JupyterLab'in varsayılanı değişir, kullanıcının kendi ayarı ondan önce gelir.
    places = [*os.environ.get("JUPYTER_CONFIG_PATH", "").split(os.pathsep), str(PACKAGE / "jupyter")]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, places))
    from jupyterlab.labapp import LabApp

    # Pencere kapanınca gelen sinyal (nohup onu susturur); JupyterLab yalnızca SIGTERM'de toparlanır.
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    os.chdir(top)
    # Yalnızca bu bilgisayardan erişilir; JupyterLab'in kendi ürettiği token açık kalır.
    settings = ["--ServerApp.ip=localhost", f"--ServerApp.root_dir={top}", f"--LabApp.default_url=/lab/tree/{notebook}"]
    try:
        LabApp.launch_instance([*settings, *options])
    except OSError as error:  # ayarlarını ve token'ını ev klasöründe tutar
        where = f"{error.filename}: " if error.filename else ""
        return _fail(
            f"JupyterLab açılmadı: {where}{reason(error)}. Yazılabilen bir ev klasörü göster: HOME=/tmp/ev lrlab lab"
        )
    return 0


def _doctor(_: Sequence[str]) -> int:
    from lrlab.doctor import doctor

    report = doctor()
    print(report)
    return 0 if report.ok else 1


def _data(_: Sequence[str]) -> int:
    try:
        from lrlab.train import DataError, fashion_mnist
        from lrlab.train.data.places import cache_dir
    except Exception as error:  # bozuk bir torch ImportError dışında hatalar da verir
        from lrlab.doctor import PIP, culprit

        name = culprit(error)
        if name is None:
            return _fail(f"Gereken bir paket açılmadı: {error}. Hangisi olduğunu söyleyen komut: lrlab doctor")
        return _fail(f"{name} açılmadı. Kurmak için: {PIP} -U {name}")
    print("Fashion-MNIST indiriliyor (bir kez, yaklaşık 30 MB)...", flush=True)
    try:
        dataset = fashion_mnist()
    except DataError as error:
        return _fail(str(error))
    print(f"{dataset.name} hazır: {len(dataset.train_y)} eğitim örneği, yer: {cache_dir()}")
    return 0


def _glossary(_: Sequence[str]) -> int:
    from lrlab.terms import glossary_markdown

    print(glossary_markdown(), end="")
    return 0


def _progress(_: Sequence[str]) -> int:
    from lrlab.exercises import ilerleme
    from lrlab.exercises.progress.log import home

    try:
        home()
        print(ilerleme())
    except ValueError as error:  # LRLAB_HOME'un gösterdiği ev klasörü yok
        return _fail(str(error))
    return 0


def _lessons_copy(rest: Sequence[str]) -> int:
    """Derslerin bir kopyası, istenirse çözümsüz; öğrencinin değiştirdiği dosyaya, `lab`de olduğu gibi, dokunulmaz."""
    unsolved = "--no-solutions" in rest
    folders = [word for word in rest if word != "--no-solutions"]
    if len(folders) > 1 or any(word.startswith("-") for word in folders):
        return _misuse(f"beklenmeyen: {' '.join(folders)}; kullanım: lrlab lessons [KLASÖR] [--no-solutions]")
    folder = Path(folders[0] if folders else "lrlab-dersler-cozumsuz" if unsolved else "lrlab-dersler")
    if (source := _lessons()) is None:
        return _fail(NO_LESSONS)
    try:
        folder = folder.expanduser()
        if folder.resolve() == source.resolve():
            return _fail(f"{folder} derslerin kendi klasörü; kopya için başka bir klasör seç")
        said = deliver(source, folder, __version__, unsolved)
    except (OSError, RuntimeError) as error:
        return _fail(f"Dersler {folder} klasörüne konamadı: {_why(error)}")
    print("\n".join(said) or f"{folder} zaten güncel.")
    return 0


def _class(rest: Sequence[str]) -> int:
    from lrlab.exercises.progress.classroom.write import write_class

    again = "--rerun" in rest
    folders = [word for word in rest if word != "--rerun"]
    if len(folders) != 1 or folders[0].startswith("-"):
        return _misuse("bir klasör gerekli: lrlab class KLASÖR [--rerun]")
    folder = Path(folders[0])
    if not folder.is_dir():
        return _fail(f"{folder} diye bir klasör yok")
    if again:
        warning = "Yanıtlar bu bilgisayarda, ayrı süreçlerde çalışıyor; tanımadığın dosyalar için bir kapsayıcı kullan."
        print(warning, flush=True)
    try:
        said = write_class(folder, again, lambda line: print(line, flush=True))
    except OSError as error:
        return _fail(f"{folder} klasörüne yazılamadı: {reason(error)}")
    print("\n".join(said))
    return 0


def _site(rest: Sequence[str]) -> int:
    coarse = "--coarse" in rest
    words = [word for word in rest if word != "--coarse"]
    if words and (len(words) != 2 or words[0] != "--out" or words[1].startswith("-")):
        return _misuse("kullanım: lrlab site [--out KLASÖR] [--coarse]")
    out = Path(words[1] if words else "_site").expanduser()
    source = PACKAGE.parent / "notebooks" if _is_repository(PACKAGE.parent) else _lessons()
    if source is None:
        return _fail(NO_LESSONS)
    try:
        from lrlab.site.build import build
    except ImportError as error:
        return _fail(f"{error.name} kurulu değil. Kurmak için: {SITE_TOOLS}")
    try:
        cache = out.resolve().parent / ".lrlab-site"
        build(out, source, cache=cache, coarse=coarse, say=lambda line: print(line, flush=True))
    except OSError as error:
        return _fail(f"Site {out} klasörüne kurulamadı: {_why(error)}")
    print(f"Site hazır: {out}. Bakmak için: python -m http.server -d {out}")
    return 0


def _fail(text: str, code: int = 1) -> int:
    print(text, file=sys.stderr)
    return code


def _misuse(text: str) -> int:
    return _fail(f"{text}. Yardım: lrlab --help", code=2)


VERBS = {
    "lab": (
        _lab,
        "dersleri JupyterLab'de açar; depoda değilsen önce ./lrlab-dersler klasörüne (ya da `lrlab lab KLASÖR`dekine)"
        " kopyalar (fazladan seçenekler JupyterLab'e geçer)",
    ),
    "doctor": (_doctor, "ortamı denetler; eksikleri gideren komutları söyler"),
    "data": (_data, "Fashion-MNIST'i indirir"),
    "glossary": (_glossary, "terimler sözlüğünü Markdown olarak yazar"),
    "progress": (_progress, "alıştırmalardaki ilerlemeni ders ders yazar"),
    "lessons": (_lessons_copy, "dersleri bir klasöre kopyalar (`--no-solutions`: çözümleri çıkarılmış olarak)"),
    "site": (
        _site,
        "dersleri, şekilleri çekirdeksiz de oynayan sayfalar olarak kurar (`--out KLASÖR`, yoksa _site; `--coarse`: az"
        " duraklı, hızlı)",
    ),
    "class": (
        _class,
        "KLASÖR'deki teslim dosyalarından sınıfın tablosunu ve sayfasını yazar (`--rerun`: yanıtları ayrı süreçlerde"
        " yeniden denetler)",
    ),
}
TAKING = ("lab", "lessons", "class", "site")  # kendi argümanları olan komutlar; `lab` fazlasını JupyterLab'e geçirir
