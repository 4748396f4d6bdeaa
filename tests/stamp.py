"""Deponun yayımlandığı adres: tek ayarı pyproject.toml'daki `[tool.lrlab]`, her yere buradan yazılır.

    python -m tests.stamp SAHIP                  github.com/SAHIP/lrlab; Colab main dalından kurar
    python -m tests.stamp SAHIP --setup wheel    Colab bu sürümün yayımlanmış paketinden kurar
    python -m tests.stamp                        ayar neyse onu yeniden yazar (sürüm değişince)
    python -m tests.stamp ""                     adresi kaldırır: düğmelerin yerinde bir cümle durur

Adres defterlerde, README'de, CITATION.cff'de ve paketin üst bilgisinde geçer; defterlerin çıktılarına dokunulmaz.
"""

import argparse
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
ADDRESSED = ("baslik", "kurulum", "colab")  # defterlerde adresi taşıyan hücreler
OWNER = re.compile(r"(?=.{1,39}$)[A-Za-z0-9]+(-[A-Za-z0-9]+)*")  # GitHub'ın aldığı adlar
SETUPS = ("repository", "wheel")
# Bir kalıptaki alanlar, eski bir damgada bulunabilecek halleriyle.
FIELDS = {
    "owner": r"[\w-]+",
    "version": r"[\w.]+",
    "notebook": r"\w+\.ipynb",
    "source": r"(?:git\+)?https://github\.com/[\w-]+/lrlab(?:/releases/download/[\w./-]+\.whl)?",
}


@dataclass(frozen=True)
class Address:
    """Yayımlanan depo; `owner` boşsa depo yayımlanmamıştır. `setup`: Colab neyi kurar (`SETUPS`ten biri)."""

    owner: str
    setup: str
    version: str

    def __post_init__(self) -> None:
        if self.owner and not OWNER.fullmatch(self.owner):
            raise ValueError(
                f"owner={self.owner!r}: GitHub'daki sahibin adı olmalı: harf, rakam ve aralarında tek tire, en çok 39"
            )
        if self.setup not in SETUPS:
            raise ValueError(f"setup={self.setup!r}: {' ya da '.join(map(repr, SETUPS))} olmalı")

    @property
    def source(self) -> str:
        """pip'in lrlab'ı kurduğu adres."""
        repository = f"https://github.com/{self.owner}/lrlab"
        if self.setup == "repository":
            return f"git+{repository}"
        return f"{repository}/releases/download/v{self.version}/lrlab-{self.version}-py3-none-any.whl"


@dataclass(frozen=True)
class Place:
    """Adresin geçtiği bir yer: adres varken ve yokken oradaki yazı. İkisi de bulunur, doğru olanı yazılır."""

    written: str
    missing: str

    def put(self, text: str, address: Address, notebook: str = "") -> str:
        """`text`in, bu yeri `address`e göre yazılmış hali; `notebook` içinde bulunulan defterin adıdır."""
        values = {
            "owner": address.owner, "version": address.version, "notebook": notebook, "source": address.source
        }  # fmt: skip
        now = (self.written if address.owner else self.missing).format(**values)
        return self.pattern.sub(lambda _: now, text)

    @property
    def pattern(self) -> re.Pattern[str]:
        """Bu yerin iki halinden birini bulan desen."""
        return re.compile("|".join(map(_pattern, (self.written, self.missing))))


def _pattern(template: str) -> str:
    parts = re.split(r"\{(\w+)\}", template)
    return "".join(FIELDS[part] if k % 2 else re.escape(part) for k, part in enumerate(parts))


NOTEBOOK = (
    Place(
        "[![Colab'da aç](https://colab.research.google.com/assets/colab-badge.svg)]"
        "(https://colab.research.google.com/github/{owner}/lrlab/blob/main/notebooks/{notebook})",
        "*Colab düğmesi depo yayımlanınca burada durur; adresi daha yazılmadı.*",
    ),
    Place(
        '    %pip install -q "lrlab @ {source}"',
        "    # Deponun adresi daha yazılmadı: lrlab'ın .whl dosyasını önce soldaki klasöre yükle.\n"
        "    %pip install -q lrlab-*.whl",
    ),
)
FILES = {
    "pyproject.toml": (
        Place(
            'Repository = "https://github.com/{owner}/lrlab"\nDocumentation = "https://{owner}.github.io/lrlab/"',
            "# Yayımlanmamış deponun adresi yoktur; tests/stamp.py yazar.",
        ),
    ),
    "CITATION.cff": (
        Place("\nversion: {version}\n", "\nversion: {version}\n"),
        Place(
            'repository-code: "https://github.com/{owner}/lrlab"\nurl: "https://{owner}.github.io/lrlab/"',
            "# Yayımlanmamış deponun adresi yoktur; tests/stamp.py yazar.",
        ),
    ),
    "README.md": (
        Place(
            "**[Dersleri tarayıcıda aç](https://{owner}.github.io/lrlab/)**: kurulum yok, şekiller orada da oynar.",
            "Derslerin sayfaları, depo yayımlanınca, tek bir bağlantıyla açılacak; adresi bu kopyada daha yazılmadı.",
        ),
        Place(
            "macOS ve Linux'ta, Python 3.11, 3.12 ya da 3.13 ile:",
            "macOS ve Linux'ta, Python 3.11, 3.12 ya da 3.13 ile (`ADRES`, deponun adresi, bu kopyada daha yazılmadı):",
        ),
        Place("git clone https://github.com/{owner}/lrlab", "git clone ADRES lrlab"),
        Place(
            "Hiçbir şey kurmadan: karşılama dersini\n"
            "[Colab'da aç](https://colab.research.google.com/github/{owner}/lrlab/blob/main/notebooks/00_baslangic.ipynb)"
            " ya da\n[Binder'da aç](https://mybinder.org/v2/gh/{owner}/lrlab/main?urlpath=lab/tree/notebooks/"
            "00_baslangic.ipynb).",
            "Depo yayımlanınca burada bir bağlantı, her dersin başında bir Colab düğmesi durur. O güne dek: defteri\n"
            "Colab'a yükle, `python -m pip wheel --no-deps .` ile yapılan `.whl` dosyasını soldaki klasöre koy,\n"
            "baştan çalıştır.",
        ),
        Place(
            '"lrlab[lab] @ {source}"',
            '"lrlab[lab] @ git+ADRES"',
        ),
    ),
}  # fmt: skip


def address(root: Path = ROOT) -> Address:
    """`root`taki pyproject.toml'un söylediği adres."""
    found = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    setting = found["tool"]["lrlab"]
    return Address(setting["owner"], setting["setup"], found["project"]["version"])


def addressed(source: str, notebook: str, now: Address) -> str:
    """Bir defter hücresinin kaynağı, Colab düğmesi ve kurulum satırı `now`a göre yazılmış olarak."""
    for place in NOTEBOOK:
        source = place.put(source, now, notebook)
    return source


def stamp(root: Path, owner: str | None = None, setup: str | None = None) -> list[str]:
    """Ayarı (verildiyse) ve adresin geçtiği her yeri yazar; değişen dosyaların adlarını döndürür."""
    before = address(root)
    now = Address(before.owner if owner is None else owner, setup or before.setup, before.version)
    texts = {name: (root / name).read_text("utf-8") for name in FILES}
    found = [(name, place) for name in FILES for place in FILES[name]]
    lost = [f"{name}: {place.missing}" for name, place in found if not place.pattern.search(texts[name])]
    if lost:
        raise ValueError("adresin yeri bulunamadı; yazı değiştiyse tests/stamp.py de değişmeli:\n" + "\n".join(lost))
    for name, places in FILES.items():
        for place in places:
            texts[name] = place.put(texts[name], now)
    project = re.sub(r'^owner = ".*"$', f'owner = "{now.owner}"', texts["pyproject.toml"], count=1, flags=re.MULTILINE)
    texts["pyproject.toml"] = re.sub(r'^setup = ".*"$', f'setup = "{now.setup}"', project, count=1, flags=re.MULTILINE)
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        texts[f"notebooks/{path.name}"] = _notebook(path, now)
    return [name for name, text in texts.items() if _write(root / name, text)]


def _notebook(path: Path, now: Address) -> str:
    text = path.read_text("utf-8")
    nb = nbformat.reads(text, as_version=4)
    sources = [addressed(cell.source, path.name, now) if cell.id in ADDRESSED else cell.source for cell in nb.cells]
    if sources == [cell.source for cell in nb.cells]:
        return text
    for cell, source in zip(nb.cells, sources, strict=True):
        cell.source = source
    return nbformat.writes(nb).rstrip("\n") + "\n"


def _write(path: Path, text: str) -> bool:
    """Değiştiyse yazar; satır sonu her sistemde \\n'dir."""
    if path.read_text("utf-8") == text:
        return False
    path.write_text(text, "utf-8", newline="\n")
    return True


def main(argv: list[str] | None = None) -> int:
    """Komut satırı."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("owner", nargs="?", metavar="SAHIP", help='GitHub\'daki sahibin adı; "" adresi kaldırır')
    parser.add_argument("--setup", choices=SETUPS, help="Colab'daki kurulum hücresi neyi kurar")
    options = parser.parse_args(argv)
    try:
        changed = stamp(ROOT, options.owner, options.setup)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(changed) or "Her yer zaten güncel.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
