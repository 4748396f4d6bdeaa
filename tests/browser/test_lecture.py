"""Sunum: şekil pencereyi doldurur, kaydırmadan sığar, yazısı büyür; 1–9 hazır ayarlar, PageDown sonraki şekil."""

import pytest

pytest.importorskip("playwright", reason="tarayıcı testleri Playwright ister")

from tests.browser.lab import notebook, open_notebook, run_all

pytestmark = pytest.mark.browser

CELLS = (
    "from lrlab.core import bowl\nfrom lrlab.figures import explore_descent, explore_ewa\nexplore_descent(bowl(50))",
    "from lrlab.train import temperature\nexplore_ewa(temperature('Londra'), temperature('İstanbul'))",
)
STATE = """() => {
    const root = document.querySelector('.lrlab-lecture');
    if (!root) return null;
    const box = root.getBoundingClientRect(), canvas = root.querySelector('canvas.lrlab').getBoundingClientRect();
    const bottoms = [...root.querySelectorAll('.lrlab-picture > *, .lrlab-desk > *')].map(
        (one) => one.getBoundingClientRect().bottom);
    return { box: [box.left, box.top, box.width, box.height], bottom: Math.max(...bottoms),
             right: canvas.right, sharp: root.querySelector('canvas.lrlab').width / canvas.width,
             type: parseFloat(getComputedStyle(root).fontSize), canvas: [canvas.width, canvas.height],
             names: [...root.querySelectorAll('input, select')].map((one) => one.name) };
}"""


@pytest.fixture
def page(tab, lab):
    notebook(lab.root / "lecture.ipynb", *CELLS)
    open_notebook(tab, lab, "lecture.ipynb")
    run_all(tab)
    tab.wait_for_function("() => document.querySelectorAll('canvas.lrlab').length === 2")
    return tab


def settled(page, wide):
    """Kutuya yeniden yerleşmiş şeklin hali: tuvalin biçimi kutununki olana dek beklenir."""
    page.wait_for_function(
        """wide => { const root = document.querySelector('.lrlab-lecture'); if (!root) return false;
        const canvas = root.querySelector('canvas.lrlab'); const stage = canvas.parentElement.parentElement;
        const bottom = stage.lastElementChild.getBoundingClientRect().bottom;
        return Math.abs(canvas.width - canvas.clientWidth) < 12 && bottom <= innerHeight && innerWidth === wide; }""",
        arg=wide,
        timeout=60_000,
    )
    return page.evaluate(STATE)


@pytest.mark.parametrize(("wide", "tall"), [(1280, 720), (1920, 1080)])
def test_a_figure_fills_the_screen_without_scrolling(page, wide, tall):
    page.set_viewport_size({"width": wide, "height": tall})
    button = page.locator(".lrlab-stand").first
    button.scroll_into_view_if_needed()
    button.click()
    state = settled(page, wide)
    assert state["box"] == [0, 0, wide, tall]
    assert state["bottom"] <= tall
    assert state["right"] <= wide
    assert state["type"] >= 20
    assert state["canvas"][1] > 0.6 * tall
    page.locator(".lrlab-lecture select").first.focus()
    page.keyboard.press("2")  # seçim listesinde harf aranır, hazır ayar değişmez
    page.locator(".lrlab-lecture .lrlab-stand").focus()
    assert "α = 2.1" not in page.locator(".lrlab-lecture .lrlab-sentence").inner_text()
    page.keyboard.press("2")  # ikinci hazır ayar
    page.wait_for_function(
        "() => document.querySelector('.lrlab-lecture .lrlab-sentence').textContent.includes('α = 2.1')"
    )
    page.keyboard.press("PageDown")
    assert "corrected" in settled(page, wide)["names"]
    page.keyboard.press("PageUp")
    assert "steps" in settled(page, wide)["names"]
    page.keyboard.press("Escape")
    page.wait_for_function("() => !document.querySelector('.lrlab-lecture')")
