"""Kaydedilen ve açılan defter, tarayıcısız: canlı çıktılar donar ve canlanır, başkasınınkine dokunulmaz."""

import asyncio
import copy
import io
import json
import logging
import subprocess
import sys
from base64 import b64decode
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from PIL import Image

from lrlab.jupyter.outputs import OURS, VIEW, frozen, kernel_name, live_output, revived
from lrlab.jupyter.server import freeze, opening

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
KERNEL = kernel_name("/tmp/kernel-1a2b.json", 42)
TOLD = "çalıştırınca yeniden canlanır"


def output(data, metadata):
    return {"output_type": "execute_result", "execution_count": 3, "data": data, "metadata": metadata}


def figure(kernel=KERNEL):
    data = {"text/plain": "α < 1 iken iner", "image/png": "iVBO", VIEW: {"model_id": "m1"}}
    return output(data, {"image/png": {"width": 900}, OURS: {"kernel": kernel}})


def guess():
    return output({"text/plain": "Tahmin et: hızlanır mı?", VIEW: {"model_id": "m2"}}, {OURS: {"kernel": KERNEL}})


def foreign():
    return output({"text/plain": "IntSlider(value=0)", VIEW: {"model_id": "m3"}}, {})


def notebook(*outputs, metadata=None):
    cell = nbformat.v4.new_code_cell("x")
    cell.outputs = [nbformat.from_dict(one) for one in outputs]
    return nbformat.v4.new_notebook(cells=[cell], metadata=metadata or {})


def test_a_live_figure_is_written_as_its_picture_and_sentences():
    picture, caption = frozen([figure()])
    assert picture["data"] == {"text/plain": "α < 1 iken iner", "image/png": "iVBO"}
    assert picture["metadata"]["image/png"] == {"width": 900}
    assert picture["execution_count"] == 3
    assert "α &lt; 1 iken iner" in caption["data"]["text/html"]
    assert "α < 1 iken iner" in caption["data"]["text/plain"]
    assert TOLD in caption["data"]["text/html"]


def test_a_guess_is_written_as_its_words_and_they_are_not_repeated():
    words, caption = frozen([guess()])
    assert words["data"] == {"text/plain": "Tahmin et: hızlanır mı?"}
    assert "Tahmin et" not in caption["data"]["text/html"]
    assert TOLD in caption["data"]["text/plain"]


def test_other_outputs_are_written_as_they_are():
    others = [
        foreign(),
        {"output_type": "stream", "name": "stdout", "text": "3"},
        {"output_type": "error", "ename": "E", "evalue": "", "traceback": []},
        output({"image/png": "iVBO"}, {"image/png": {"width": 900}}),
        output({VIEW: {"model_id": "m4"}}, {OURS: "başka bir şey"}),
    ]
    before = copy.deepcopy(others)
    assert frozen(others) == before
    assert revived(others, {KERNEL}) == before


def test_what_is_written_is_a_valid_notebook_and_freezing_again_changes_nothing():
    outputs = frozen([guess(), figure()])
    nbformat.validate(notebook(*outputs))
    assert frozen(outputs) == outputs


def test_figures_of_a_running_kernel_come_back_as_they_were():
    live = [figure(), foreign(), guess(), figure(kernel_name("/tmp/kernel-9.json", 7))]
    kept = frozen(live)
    assert revived(kept, {KERNEL}) == live[:3] + kept[-2:]


def test_a_restarted_kernel_has_another_name():
    kept = frozen([figure()])
    assert revived(kept, {kernel_name("/run/kernel-1a2b.json", 43), kernel_name("/run/kernel-2.json", 42)}) == kept


def test_without_a_kernel_the_name_is_empty_and_never_alive():
    data, metadata = live_output({"text/plain": "x"}, SimpleNamespace(model_id="m1"))
    assert metadata[OURS] == {"kernel": ""}
    assert data[VIEW]["model_id"] == "m1"
    kept = frozen([output(data, metadata)])
    assert revived(kept, set()) == kept


class Log(logging.Handler):
    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


@pytest.fixture
def app():
    """Sunucunun eklentinin kullandığı parçaları; bir çekirdek sürüyor."""
    running = SimpleNamespace(connection_file="/tmp/kernel-1a2b.json", provisioner=SimpleNamespace(pid=42))
    kernels = SimpleNamespace(list_kernel_ids=lambda: ["k"], get_kernel=lambda name: running)
    log = logging.Logger("sunucu")
    log.addHandler(Log())
    return SimpleNamespace(kernel_manager=kernels, kernel_spec_manager=KernelSpecManager(), log=log)


@pytest.fixture
def contents(tmp_path, app):
    """jupyter_server'ın kendi dosya yöneticisi, eklentinin takıldığı gibi."""
    from jupyter_server.services.contents.largefilemanager import LargeFileManager

    manager = LargeFileManager(root_dir=str(tmp_path))
    manager.register_pre_save_hook(freeze)
    manager.get = opening(manager.get, app)
    return manager


def save(contents, book):
    contents.save({"type": "notebook", "format": "json", "content": json.loads(nbformat.writes(book))}, "a.ipynb")


def test_a_real_server_writes_pictures_and_opens_what_still_runs(contents, tmp_path, app):
    save(contents, notebook(figure(), foreign()))
    written = nbformat.read(tmp_path / "a.ipynb", as_version=4).cells[0].outputs
    assert [VIEW in one.data for one in written] == [False, False, True]
    opened = contents.get("a.ipynb")["content"]["cells"][0]["outputs"]
    assert [one["data"].get(VIEW, {}).get("model_id") for one in opened] == ["m1", "m3"]
    app.kernel_manager.list_kernel_ids = list
    assert contents.get("a.ipynb")["content"]["cells"][0]["outputs"] == written
    assert not contents.get("a.ipynb", content=False)["content"]


def test_an_async_server_opens_the_same(contents, app):
    save(contents, notebook(figure()))
    plain = contents.get

    async def get(*args, **options):
        return plain(*args, **options)

    assert asyncio.run(opening(get, app)("a.ipynb"))["content"] == plain("a.ipynb")["content"]


def test_a_failure_prevents_neither_saving_nor_opening(contents, tmp_path, app):
    strange = json.loads(nbformat.writes(notebook(figure())))
    strange["cells"][0]["outputs"][0]["metadata"] = None  # kanca burada hata verir
    with pytest.raises(AttributeError):
        freeze({"type": "notebook", "content": copy.deepcopy(strange)})
    contents.save({"type": "notebook", "format": "json", "content": strange}, "a.ipynb")
    assert json.loads((tmp_path / "a.ipynb").read_text("utf-8"))["cells"][0]["source"] == ["x"]
    save(contents, notebook(figure()))
    app.kernel_manager.list_kernel_ids = lambda: 1 / 0
    assert len(contents.get("a.ipynb")["content"]["cells"]) == 1
    assert app.log.handlers[0].lines == ["lrlab: a.ipynb olduğu gibi açıldı"]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.name[:2])
def test_an_opened_lesson_has_the_metadata_of_the_kernel_here(path, app):
    """JupyterLab çekirdek açılınca bunları yazar; zaten yazılıysa defteri değişmiş saymaz."""
    from ipykernel.ipkernel import IPythonKernel

    book = json.loads(path.read_text("utf-8"))
    opened = opening(lambda: {"type": "notebook", "content": copy.deepcopy(book)}, app)()["content"]
    spec = app.kernel_spec_manager.get_kernel_spec("python3")
    assert opened["metadata"]["language_info"] == IPythonKernel.language_info
    here = {"name": "python3", "display_name": spec.display_name, "language": spec.language}
    assert opened["metadata"]["kernelspec"] == here
    assert opened["cells"] == book["cells"]


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"kernelspec": {"name": "python3", "display_name": "P"}, "language_info": {"name": "python", "version": "3"}},
        {"kernelspec": {"name": "ir", "display_name": "R"}, "language_info": {"name": "R"}},
    ],
)
def test_other_metadata_is_left_alone(metadata, app):
    opened = opening(lambda: {"type": "notebook", "content": notebook(metadata=copy.deepcopy(metadata))}, app)()
    assert opened["content"]["metadata"] == metadata


def test_the_extension_is_on_wherever_the_package_is_installed():
    """Paket, `pip install -e` ile de kurulsa, ayar dosyasını Jupyter'in baktığı yere koyar."""
    command = [sys.executable, "-m", "jupyter", "server", "extension", "list"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert "lrlab.jupyter.server" in done.stdout + done.stderr, "paketi yeniden kur: pip install -e ."
    told = next(line for line in (done.stdout + done.stderr).splitlines() if "lrlab.jupyter.server" in line)
    assert "enabled" in told


def test_executed_html_has_pictures_and_asks_no_widget_from_the_network(tmp_path):
    """`nbconvert --execute`: HTML'de canlı görünümün yerine resim durur; çalıştırılmış defterde de öyle."""
    from nbconvert import HTMLExporter
    from nbconvert.preprocessors import ExecutePreprocessor

    cells = [
        "from lrlab.core import bowl\nfrom lrlab.figures import explore_descent\nexplore_descent(bowl(50))",
        "from lrlab.exercises import tahmin\ntahmin('α büyürse?', ['Hızlanır', 'Iraksar'], key='03-alfa')",
    ]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    done, _ = ExecutePreprocessor(timeout=120).preprocess(book, {"metadata": {"path": str(tmp_path)}})
    picture = done.cells[0].outputs[0]
    assert set(picture.data) == {"text/plain", "image/png"}
    shown = picture.metadata["image/png"]
    assert shown.alt == picture.data["text/plain"]
    size = Image.open(io.BytesIO(b64decode(picture.data["image/png"]))).size
    assert size[0] * shown.height == size[1] * shown.width
    html, _ = HTMLExporter().from_notebook_node(done)
    assert "data:image/png;base64" in html
    assert "Tahmin et: α büyürse?" in html
    assert '<script type="application/vnd.jupyter.widget-view+json">' not in html
