"""`lrlab` komutu: dersleri açar, ortamı denetler, veriyi indirir, sözlüğü yazar."""

import argparse
import importlib.util
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

WELCOME = Path("notebooks", "00_baslangic.ipynb")
JUPYTERLAB = 'python -m pip install "jupyterlab>=4.0"'


class _Turkish(argparse.HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):  # noqa: ANN001
        super().add_usage(usage, actions, groups, "kullanım: " if prefix is None else prefix)


def main(argv: Sequence[str] | None = None) -> int:
    """Komut satırının girişi; çıkış kodunu döndürür (0: her şey yolunda)."""
    parser = argparse.ArgumentParser(
        prog="lrlab",
        description="Derin öğrenmede eniyileme dersleri.",
        epilog=" ".join(f"{name}: {text}." for name, (_, text) in VERBS.items()),
        formatter_class=_Turkish,
        add_help=False,
    )
    group = parser.add_argument_group("seçenekler")
    group.add_argument("komut", nargs="?", help=", ".join(VERBS))
    group.add_argument("-h", "--help", action="help", help="bu yardımı gösterir")
    options, rest = parser.parse_known_args(argv)
    if options.komut not in VERBS:
        given = f"bilinmeyen komut: {options.komut!r}" if options.komut else "bir komut gerekli"
        return _fail(f"{given}; komutlar: {', '.join(VERBS)}. Yardım: lrlab --help", code=2)
    if rest and options.komut != "lab":  # yalnızca `lab` fazlasını JupyterLab'e geçirir
        return _fail(f"bilinmeyen seçenek: {' '.join(rest)}. Yardım: lrlab --help", code=2)
    return VERBS[options.komut][0](rest)


def _lab(rest: Sequence[str]) -> int:
    top = next((p for p in (Path(__file__).resolve().parent.parent, Path.cwd()) if (p / WELCOME).is_file()), None)
    if top is None:
        return _fail(f"{WELCOME} bulunamadı. Komutu lrlab deposunun klasöründe çalıştır: cd lrlab && lrlab lab")
    if importlib.util.find_spec("jupyterlab") is None:
        return _fail(f"JupyterLab kurulu değil. Kurmak için: {JUPYTERLAB}")
    # Yalnızca bu bilgisayardan erişilir; JupyterLab'in kendi ürettiği token açık kalır.
    settings = [
        "--ServerApp.ip=localhost",
        f"--ServerApp.root_dir={top}",
        f"--LabApp.default_url=/lab/tree/{WELCOME.as_posix()}",
    ]
    try:
        return subprocess.run([sys.executable, "-m", "jupyterlab", *settings, *rest], cwd=top).returncode
    except KeyboardInterrupt:  # Ctrl-C: JupyterLab kendi kapanışını yapar
        return 0


def _doctor(_: Sequence[str]) -> int:
    from lrlab.doctor import doctor

    report = doctor()
    print(report)
    return 0 if report.ok else 1


def _data(_: Sequence[str]) -> int:
    from lrlab.train.data import fashion_mnist
    from lrlab.train.places import DataError, cache_dir

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


def _fail(text: str, code: int = 1) -> int:
    print(text, file=sys.stderr)
    return code


VERBS = {
    "lab": (_lab, "dersleri JupyterLab'de açar (fazladan seçenekler JupyterLab'e geçer)"),
    "doctor": (_doctor, "ortamı denetler; eksikleri gideren komutları söyler"),
    "data": (_data, "Fashion-MNIST'i indirir"),
    "glossary": (_glossary, "terimler sözlüğünü Markdown olarak yazar"),
}
