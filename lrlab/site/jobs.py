"""Kayıt işleri: derslerin canlı şekilleri, her biri kendi sürecinde; kodu ve verisi değişmeyen yeniden kaydedilmez."""

import ast
import hashlib
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Any

import nbformat

from lrlab.site.slices import plain, slice_of

PACKAGE = Path(__file__).resolve().parent.parent
FIGURE = "sekil"  # şekil gösteren hücrelerin etiketi
# Her sürecin yeniden yüklemediği ağır kitaplıklar; lrlab'ın kendisi yüklenmez: bir şeklin hangi dosyalara
# dayandığı, sürecinin yüklediklerinden bilinir.
HEAVY = [
    "numpy", "scipy.stats", "matplotlib.backends.backend_agg", "ipywidgets", "anywidget", "nbformat", "torch",
    "sklearn.model_selection",
]  # fmt: skip


@dataclass(frozen=True)
class Job:
    """Bir kayıt işi: dersin dosyası, şeklin hücresi, kaydın konacağı klasör, kaba mı."""

    notebook: str
    cell: str
    folder: str
    coarse: bool = False

    @property
    def name(self) -> str:
        return f"{Path(self.notebook).stem}.{self.cell}"

    @property
    def note(self) -> Path:
        """Kaydın künyesi: dilimi, dayandığı dosyalar, kayıt dosyaları."""
        return Path(self.folder) / f"{self.name}.json"


@dataclass(frozen=True)
class Note:
    """Bir kaydın künyesi. `files`: enin adı -> dosyanın adı (canlı değilse boş); `uses`: dosya -> özeti.

    `states`, `scenes`, `mapped`: Recording'inkiler.
    """

    source: str
    coarse: bool
    files: dict[str, str]
    uses: dict[str, str]
    states: int = 0
    scenes: int = 0
    mapped: bool = False


def figure_cells(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Derste canlı olabilecek her şeklin hücresi ve onu çizen dilim."""
    code = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    sources = [cell.source for cell in code]
    for k, cell in enumerate(code):
        if FIGURE in cell.metadata.get("tags", ()) and not _still(cell.source):
            yield cell.id, [plain(one) for one in slice_of(sources, {k})]


def _still(source: str) -> bool:
    last = ast.parse(plain(source)).body[-1]
    value = last.value if isinstance(last, ast.Expr) else None
    return isinstance(value, ast.Call) and getattr(value.func, "id", "") == "Still"


def recorded(
    notebooks: Sequence[Path],
    folder: Path,
    *,
    coarse: bool = False,
    workers: int = 0,
    say: Callable[[str], None] = lambda line: None,
) -> dict[str, Note]:
    """Bütün canlı şekillerin kayıtları, "ders.hücre" -> künyesi; eskimemiş olan yeniden kaydedilmez."""
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, Note] = {}
    waiting: list[tuple[Job, list[str]]] = []
    for path in notebooks:
        for cell, cells in figure_cells(path):
            job = Job(str(path), cell, str(folder), coarse)
            note = _known(job, cells)
            if note:
                found[job.name] = note
            else:
                waiting.append((job, cells))
    if waiting:
        found |= _made(waiting, workers or os.cpu_count() or 1, say)
    return {name: note for name, note in found.items() if note.files}


def _made(waiting: list[tuple[Job, list[str]]], workers: int, say: Callable[[str], None]) -> dict[str, Note]:
    method = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
    context = get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(HEAVY)
    found = {}
    with ProcessPoolExecutor(workers, context, max_tasks_per_child=1) as pool:
        running = {pool.submit(record_cell, job, cells): job for job, cells in waiting}
        for done in as_completed(running):
            job = running[done]
            try:
                found[job.name] = done.result()
            except Exception as error:
                error.add_note(f"şekil: {job.name}")
                pool.shutdown(cancel_futures=True)
                raise
            note = found[job.name]
            if note.files:
                say(f"[{len(found)}/{len(waiting)}] {job.name}: {note.scenes} an")
    return found


def record_cell(job: Job, cells: Sequence[str]) -> Note:
    """Dilimi çalıştırır, çıkan canlı şekli kaydeder; şekil canlı değilse künyesi boş dosyalarla yazılır."""
    os.environ["LRLAB_HOST"] = "canvas"
    os.environ.setdefault("LRLAB_HOME", job.folder)
    opened: set[str] = set()
    sys.addaudithook(lambda event, args: opened.add(str(args[0])) if event == "open" and args else None)
    import torch

    torch.set_num_threads(1)  # işler zaten yan yana; sonuçlar da çekirdek sayısına bağlı olmasın
    from lrlab.site.record import record

    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):  # hücrelerin yazdıkları
        found = record(_run(cells), coarse=job.coarse)
    files = {}
    for width, content in (found.files if found else {}).items():
        name = f"{job.name}.{width}.bin"
        (Path(job.folder) / name).write_bytes(content)
        files[width] = name
    uses = {str(path): _digest(path) for path in sorted(_used(opened))}
    counts = (found.states, found.scenes, found.mapped) if found else ()
    note = Note(_hashed("\n".join(cells)), job.coarse, files, uses, *counts)
    job.note.write_text(json.dumps(asdict(note), indent=1), "utf-8")
    return note


def _run(cells: Sequence[str]) -> Any:
    """Hücreleri sırayla çalıştırır, sonuncu deyimin değerini verir."""
    space: dict[str, Any] = {"__name__": "__main__", "display": lambda *_: None}
    value = None
    for cell in cells:
        tree = ast.parse(cell)
        if not tree.body:  # dilimde bu hücreden bir şey kalmamış
            continue
        last = tree.body[-1]
        shown = last.value if isinstance(last, ast.Expr) else None
        if shown is not None:
            tree.body.pop()
        exec(compile(tree, "<ders>", "exec"), space)
        value = shown and eval(compile(ast.Expression(shown), "<ders>", "eval"), space)
    return value


def _used(opened: set[str]) -> set[Path]:
    """Sürecin yüklediği lrlab modülleri ve açtığı veri dosyaları."""
    modules = {Path(file) for one in list(sys.modules.values()) if (file := getattr(one, "__file__", None))}
    paths = {
        path.resolve() for path in {*modules, *map(Path, opened)} if path.suffix in (".py", ".csv", ".json", ".npz")
    }
    roots = (PACKAGE, PACKAGE.parent / "data")
    return {path for path in paths if path.is_file() and any(path.is_relative_to(root) for root in roots)}


def _known(job: Job, cells: Sequence[str]) -> Note | None:
    """Eskimemiş künye: dilimi, durakları ve dayandığı bütün dosyalar aynıysa."""
    try:
        note = Note(**json.loads(job.note.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    same = note.source == _hashed("\n".join(cells)) and note.coarse == job.coarse
    there = all((Path(job.folder) / name).is_file() for name in note.files.values())
    fresh = all(_digest(Path(path)) == digest for path, digest in note.uses.items())
    return note if same and there and fresh else None


def _digest(path: Path) -> str:
    try:
        return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
    except OSError:
        return ""


def _hashed(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
