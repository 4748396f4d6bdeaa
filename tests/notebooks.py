"""Defterleri yeniden çalıştırır ve düzenler (`make notebooks`); `--check` çalıştırmadan düzenli olduklarına bakar.

Düzenli defter: sabit üst bilgi, hücre çıktılarında geçici kimlik ve zaman yok, çalışma sayıları 1'den sırayla. Böylece
bir dersi değiştirmeyen çalıştırma dosyasını da (resimler ve süreler dışında) değiştirmez.
"""

import argparse
import os
import re
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from lrlab.terms import glossary_markdown

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.stamp import ADDRESSED, address, addressed

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
GLOSSARY = "# Terimler sözlüğü\n\nBu sayfa `make notebooks` ile `lrlab/terms` tablolarından üretilir.\n\n"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "pygments_lexer": "ipython3",
    },
}
KEPT_CELL_METADATA = {"tags", "jupyter", "slideshow"}
# Çekirdek kapanınca ölen, her çalıştırmada değişen kimlikler taşır; yanındaki image/png ve text/plain kalır.
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
TRANSIENT = "makineye-bagli"  # bu etiketi taşıyan hücrenin çıktısı (sürümler, yollar, süreler) kayda girmez
COVER = re.compile(r"\(attachment:([\w-]+)\.png\)")  # bir yazı hücresinin, kimliği verilen hücreden aldığı resim
RANDOM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f-]+)?")  # nbformat'ın ve JupyterLab'in kendiliğinden verdiği kimlikler


def read(path: Path) -> NotebookNode:
    """Defteri nbformat 4 olarak okur."""
    return nbformat.read(path, as_version=4)


def written(nb: NotebookNode) -> str:
    """Defterin dosyadaki tek yazılışı: sıralı anahtarlar, sonda tek satır sonu."""
    return nbformat.writes(nb).rstrip("\n") + "\n"


def normalised(nb: NotebookNode, name: str) -> NotebookNode:
    """`name` adlı defterin düzenli kopyası; hücrelerin kimliği, çalışma sayısı, adres dışında kaynağı değişmez."""
    nb, published = nbformat.from_dict(nb), address()
    nb.metadata = nbformat.from_dict(METADATA)
    nb.nbformat, nb.nbformat_minor = 4, 5
    for cell in nb.cells:
        if cell.get("id") in ADDRESSED:
            cell.source = addressed(cell.source, name, published)
        cell.metadata = {name: value for name, value in cell.metadata.items() if name in KEPT_CELL_METADATA}
        if cell.cell_type == "code":
            transient = TRANSIENT in cell.metadata.get("tags", ())
            cell.outputs = [] if transient else _outputs(cell.outputs, cell.execution_count)
    pictures = {cell.id: picture for cell in nb.cells if (picture := _picture(cell))}
    for cell in nb.cells:
        cell.pop("attachments", None)
        wanted = COVER.findall(cell.source) if cell.cell_type == "markdown" else []
        if taken := {f"{name}.png": {"image/png": pictures[name]} for name in wanted if name in pictures}:
            cell.attachments = nbformat.from_dict(taken)
    return nb


def _picture(cell: NotebookNode) -> str:
    """Hücrenin ilk resmi (base64); yoksa boş."""
    data = (output.get("data", {}) for output in cell.get("outputs", []))
    return next((one["image/png"].strip() for one in data if "image/png" in one), "")


def _outputs(outputs: list[NotebookNode], count: int | None) -> list[NotebookNode]:
    kept: list[NotebookNode] = []
    for output in outputs:
        if output.output_type == "stream":
            if kept and kept[-1].output_type == "stream" and kept[-1].name == output.name:
                kept[-1].text += output.text
            else:
                kept.append(nbformat.from_dict(output))
            continue
        output = nbformat.from_dict(output)
        if "data" in output:
            output.data.pop(WIDGET_VIEW, None)
            if not output.data:
                continue
            output.metadata = {name: value for name, value in output.metadata.items() if name in output.data}
        if output.output_type == "execute_result":
            output.execution_count = count
        kept.append(output)
    return kept


def problems(nb: NotebookNode) -> list[str]:
    """Düzenin, çalıştırmadan düzeltilemeyen kusurları; her biri hücresini söyler."""
    found, seen = [], set()
    counts = [c.execution_count for c in nb.cells if c.cell_type == "code" and c.source.strip()]
    if counts != list(range(1, len(counts) + 1)):
        found.append(f"hücreler baştan sona sırayla çalıştırılmamış: {counts}")
    for number, cell in enumerate(nb.cells):
        name = cell.get("id", "")
        if not name or RANDOM_ID.fullmatch(name):
            found.append(f"{number}. hücrenin anlamlı bir kimliği (id) yok: {name!r}")
        if name in seen:
            found.append(f"{number}. hücrenin kimliği başka bir hücrede de var: {name!r}")
        seen.add(name)
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            found.append(f"{name!r} hücresinin çıktısı bir hata")
        if cell.cell_type == "markdown":
            missing = [one for one in COVER.findall(cell.source) if f"{one}.png" not in cell.get("attachments", {})]
            found += [f"{name!r} hücresinin resmi yok: {one!r} hücresinde resim çıktısı yok" for one in missing]
    return found


def check(path: Path) -> list[str]:
    """Kayıtlı defter `make notebooks`un bırakacağı gibi mi; değilse nedenleri."""
    nb = read(path)
    stale = [] if written(normalised(nb, path.name)) == path.read_text("utf-8") else ["dosya düzenli değil"]
    return [f"{path.name}: {text}" for text in stale + problems(nb)]


def execute(path: Path) -> None:
    """Defteri boş bir LRLAB_HOME ile baştan sona çalıştırır, düzenler ve yerine yazar."""
    nb = read(path)
    with tempfile.TemporaryDirectory() as home:
        client = NotebookClient(nb, timeout=180, kernel_name="python3", resources={"metadata": {"path": path.parent}})
        client.execute(env={**os.environ, "LRLAB_HOME": home})
    temporary = path.with_suffix(".tmp")
    temporary.write_text(written(normalised(nb, path.name)), "utf-8", newline="\n")
    temporary.replace(path)


def main(argv: list[str] | None = None) -> int:
    """Komut satırı; çıkış kodu 0 ise bütün defterler düzenlidir."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="çalıştırmadan yalnızca denetle")
    parser.add_argument("paths", nargs="*", type=Path, help="defterler (verilmezse notebooks/ içindekilerin hepsi)")
    options = parser.parse_args(argv)
    paths = options.paths or sorted(FOLDER.glob("*.ipynb"))
    glossary, found = GLOSSARY + glossary_markdown(), []
    if not options.check:
        (FOLDER / "SOZLUK.md").write_text(glossary, "utf-8", newline="\n")
        for path in paths:
            print(f"{path.name} çalışıyor...", end=" ", flush=True)
            start = time.perf_counter()
            try:
                execute(path)
                print(f"{time.perf_counter() - start:.0f} s")
            except CellExecutionError as error:
                found.append(f"{path.name}: {error}")
    if (FOLDER / "SOZLUK.md").read_text("utf-8") != glossary:
        found.append("SOZLUK.md eski")
    found += [text for path in paths for text in check(path)]
    for text in found:
        print(text, file=sys.stderr)
    if found and options.check:
        print("Düzeltmek için: make notebooks", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
