"""Sayfada oynayan an, çekirdeğin aynı durumda çizdiğidir: bütün şekillerden, iki ende, kaydın dosyasından."""

import base64
import io
import itertools

import numpy as np
import pytest
from PIL import Image

from lrlab.figures import Explorer
from lrlab.site.film import Film
from lrlab.site.record import SHARP, WIDTHS, record
from lrlab.site.stops import stops_of
from tests.figures.catalog import FIGURES
from tests.site.paper import lay

pytest.importorskip("playwright", reason="tarayıcı testleri Playwright ister")
pytest.importorskip("skimage", reason="resim karşılaştırması scikit-image ister")

from tests.browser.stage import similar

pytestmark = pytest.mark.browser
SIMILAR = 0.98
SAMPLE = 9  # şekil başına karşılaştırılan yer: bütün şekillerde iki yüz kadar

DRAW = """async ([file, at]) => {
    if (!window.kept || kept.file !== file) {
        window.kept = { file, recording: await loadRecording(`data:application/octet-stream;base64,${file}`) };
    }
    await kept.recording.prepare(at);
    const scene = kept.recording.scene(at);
    const canvas = document.createElement('canvas');
    drawScene(canvas, scene);
    return [canvas.toDataURL(), scene.text];
}"""


@pytest.fixture
def sheet(chrome, monkeypatch):
    monkeypatch.setenv("LRLAB_HOST", "canvas")
    # Kayıt da çekirdek de ağı baştan eğitir; "saate karşı" paneli ikisinde aynı süreyi görsün.
    ticks = itertools.count()
    monkeypatch.setattr("lrlab.train.runs.record.perf_counter", lambda: next(ticks) / 1000)
    page = chrome.new_page()
    lay(page, "", "figures.js", "window.loadRecording = loadRecording; window.drawScene = drawScene;")
    yield page
    page.close()


def pixels(content):
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))


def kernel(shown, width):
    """Aynı durakları olan şekil, kaydın eninde ve keskinliğinde."""
    stops = stops_of(shown.live, shown.values, shown.live.on_page, coarse=True)
    board = Explorer(stops.live, **shown.values)
    board.host.page.hear({"kind": "here", "view": "test", "width": width, "height": 0, "scale": SHARP})
    return stops, board


@pytest.mark.parametrize("name", FIGURES)
def test_a_recorded_scene_is_what_the_kernel_draws(name, sheet):
    shown = FIGURES[name]()
    if not isinstance(shown, Explorer):
        shown = Explorer(Film(shown, 6))
    recording = record(shown, coarse=True)
    for k, (width, content) in enumerate(recording.files.items()):
        stops, board = kernel(shown, WIDTHS[width])
        file, keys = base64.b64encode(content).decode(), stops.keys()
        assert len(keys) == recording.states
        for key in keys[k :: max(1, 2 * len(keys) // SAMPLE)]:
            board.set(**stops.values(key))
            drawn, text = sheet.evaluate(DRAW, [file, list(key)])
            assert text == board.text
            expected = pixels(board.host.picture(board.host.figure.dpi))
            found = pixels(base64.b64decode(drawn.partition(",")[2]))
            assert found.shape == expected.shape
            alike = similar(found, expected, colour=False)
            assert alike >= SIMILAR, (width, stops.values(key), alike)
