"""tests/notebooks.py: çalıştırma, düzenleme ve denetim, küçük bir defter üzerinde."""

import os
import subprocess
import sys

import nbformat
import pytest

from tests import notebooks as tool
from tests.stamp import address, addressed


def normalised(nb):
    return tool.normalised(nb, "05_adam.ipynb")


def code(name, text, count=1, outputs=()):
    return nbformat.v4.new_code_cell(text, id=name, execution_count=count, outputs=list(outputs))


def notebook(*cells, **metadata):
    nb = nbformat.v4.new_notebook(metadata=metadata)
    nb.cells = list(cells)  # sonradan: nbformat yinelenen kimlikleri kendisi düzeltmesin
    return nb


def stream(text, name="stdout"):
    return nbformat.v4.new_output("stream", name=name, text=text)


def test_widget_view_goes_and_its_picture_stays():
    data = {tool.WIDGET_VIEW: {"model_id": "a1"}, "image/png": "iVBO", "text/plain": "β = 0.9 eğrisi"}
    shown = nbformat.v4.new_output("display_data", data=data)
    only_view = nbformat.v4.new_output("display_data", data={tool.WIDGET_VIEW: {"model_id": "a2"}})
    (cell,) = normalised(notebook(code("sekil-ewa", "x", outputs=[shown, only_view]))).cells
    assert [set(output.data) for output in cell.outputs] == [{"image/png", "text/plain"}]


def test_a_text_cell_takes_the_picture_of_the_cell_it_names():
    shown = nbformat.v4.new_output("display_data", data={"image/png": "iVBO\n", "text/plain": "eğri"})
    title = nbformat.v4.new_markdown_cell("# Ders\n\n![eğri iner](attachment:sekil-ewa.png)", id="baslik")
    other = nbformat.v4.new_markdown_cell("## 1", id="bolum", attachments={"eski.png": {"image/png": "AAAA"}})
    nb = normalised(notebook(title, other, code("sekil-ewa", "x", outputs=[shown])))
    assert nb.cells[0].attachments == {"sekil-ewa.png": {"image/png": "iVBO"}}
    assert "attachments" not in nb.cells[1]
    assert tool.problems(nb) == []
    nbformat.validate(nb)
    assert tool.written(normalised(nb)) == tool.written(nb)


def test_metadata_is_fixed_and_tags_stay():
    cell = code("a-hucre", "x")
    cell.metadata.update({"tags": ["sekil"], "execution": {"start": "şimdi"}, "ExecuteTime": {}, "scrolled": True})
    nb = notebook(cell, widgets={"state": {}}, language_info={"name": "python", "version": "3.11.7"})
    out = normalised(nb)
    assert out.metadata == tool.METADATA
    assert out.cells[0].metadata == {"tags": ["sekil"]}
    assert (out.nbformat, out.nbformat_minor) == (4, 5)


def test_neighbouring_streams_are_merged_by_name():
    outputs = [stream("1\n"), stream("2\n"), stream("u\n", "stderr"), stream("3\n")]
    (cell,) = normalised(notebook(code("a-hucre", "x", outputs=outputs))).cells
    assert [(o.name, o.text) for o in cell.outputs] == [("stdout", "1\n2\n"), ("stderr", "u\n"), ("stdout", "3\n")]


def test_normalising_twice_changes_nothing_and_leaves_the_input_alone():
    nb = notebook(code("a-hucre", "x", outputs=[stream("1\n"), stream("2\n")]), widgets={})
    before = nbformat.writes(nb)
    once = tool.written(normalised(nb))
    assert tool.written(normalised(nbformat.reads(once, 4))) == once
    assert once.endswith("}\n")
    assert nbformat.writes(nb) == before


def test_sound_notebook_has_no_problem():
    cells = [nbformat.v4.new_markdown_cell("# Ders", id="baslik"), code("kurulum", "x", 1), code("sekil-ewa", "y", 2)]
    assert tool.problems(notebook(*cells)) == []


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([code("kurulum", "x", 2)], "sırayla çalıştırılmamış"),
        ([code("kurulum", "x", None)], "sırayla çalıştırılmamış"),
        ([code("3f9a0c1d", "x")], "anlamlı bir kimliği"),
        ([code("3f9a0c1d-77aa-4b1e-9d3e-0123456789ab", "x")], "anlamlı bir kimliği"),
        ([code("kurulum", "x", 1), code("kurulum", "y", 2)], "başka bir hücrede de var"),
        (
            [code("kurulum", "x", outputs=[nbformat.v4.new_output("error", ename="E", evalue="", traceback=[])])],
            "çıktısı bir hata",
        ),
        ([nbformat.v4.new_markdown_cell("![eğri](attachment:yok.png)", id="baslik")], "'yok' hücresinde resim çıktısı"),
    ],
    ids=[
        "count from 2",
        "not executed",
        "nbformat's id",
        "JupyterLab's id",
        "same id twice",
        "error output",
        "no picture",
    ],
)
def test_problems_are_named(cells, said):
    assert any(said in text for text in tool.problems(notebook(*cells)))


def run(*arguments, **env):
    command = [sys.executable, tool.__file__, *map(str, arguments)]
    return subprocess.run(command, env={**os.environ, **env}, capture_output=True, text=True, timeout=120)


def test_execution_fills_in_the_outputs_in_an_empty_home(tmp_path):
    path = tmp_path / "deneme.ipynb"
    look = "import os\nprint(os.listdir(os.environ['LRLAB_HOME']), os.getcwd(), os.environ['LRLAB_DATA'])"
    nbformat.write(notebook(code("bak", look, None), code("say", "for i in range(2):\n    print(i)", None)), path)
    (tmp_path / "ev").mkdir()
    (tmp_path / "ev" / "cevap").touch()
    assert "dosya düzenli değil" in run("--check", path).stderr
    done = run(path, LRLAB_HOME=str(tmp_path / "ev"), LRLAB_DATA="veri")
    assert done.returncode == 0, done.stderr
    first, second = nbformat.read(path, 4).cells
    assert first.outputs[0].text == f"[] {tmp_path} veri\n"
    assert (second.execution_count, second.outputs[0].text) == (2, "0\n1\n")
    assert run("--check", path).returncode == 0


def test_failing_cell_is_said_and_the_file_is_left_alone(tmp_path):
    path = tmp_path / "deneme.ipynb"
    nbformat.write(notebook(code("bol", "1 / 0", None)), path)
    before = path.read_bytes()
    done = run(path)
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    assert path.read_bytes() == before


def test_machine_dependent_outputs_are_not_kept():
    cell = code("ortam", "doctor()", outputs=[stream("disk: 70 GB\n")])
    cell.metadata["tags"] = [tool.TRANSIENT]
    (kept,) = normalised(notebook(cell)).cells
    assert kept.outputs == []
    assert kept.execution_count == 1


def test_the_address_is_written_in_its_own_cells_only():
    line = '    %pip install -q "lrlab @ git+https://github.com/baska/lrlab"'
    first, second = normalised(notebook(code("kurulum", line), code("baska-hucre", line))).cells
    assert first.source == addressed(line, "05_adam.ipynb", address())
    assert "baska" not in first.source
    assert second.source == line
