"""Sayfalar Firefox'ta da oynar: bir ders, düz bir sunucudan, gerçek tuşlar ve fareyle. Firefox yoksa atlanır."""

from urllib.parse import urlsplit

import pytest

pytest.importorskip("websocket", reason="Firefox'la konuşmak websocket-client ister")

from tests.site.firefox import firefox, opened

pytestmark = pytest.mark.browser
LESSON = "02_ussel_agirlikli_ortalama.html"
FIGURE = "#sekil-oyna"
SLIDER = f"{FIGURE} input[name=beta]"
TIME = f"{FIGURE} input[name=t]"
GUESS = ".lrlab-guess[data-key='02-1']"

# Tuvalin resmi ve altındaki cümle.
SHOWN = """css => [document.querySelector(`${css} canvas.lrlab`).toDataURL(),
                   document.querySelector(`${css} .lrlab-sentence`).textContent]"""
BOTH_CHANGED = (
    f"(css, [picture, words]) => {{ const now = ({SHOWN})(css); return now[0] !== picture && now[1] !== words; }}"
)
FOCUS = "css => { document.querySelector(css).focus(); return document.activeElement.matches(css); }"
VALUE = "css => document.querySelector(css).valueAsNumber"


@pytest.fixture
def tab(tmp_path):
    path = firefox()
    if path is None:
        pytest.skip("Firefox yok")
    with opened(path, tmp_path) as page:
        page.resize(1280, 900)
        yield page


def test_the_figures_move_in_firefox(tab, site):
    tab.goto(f"{site}/{LESSON}")
    tab.evaluate("css => document.querySelector(css).scrollIntoView()", FIGURE)
    tab.until("css => document.querySelector(css).matches('.lrlab-playing')", FIGURE)

    # kaydırıcı, tuşla
    assert tab.evaluate(FOCUS, SLIDER)
    before, at = tab.evaluate(SHOWN, FIGURE), tab.evaluate(VALUE, SLIDER)
    tab.press("ArrowRight")
    tab.until(BOTH_CHANGED, FIGURE, before)
    assert tab.evaluate(VALUE, SLIDER) == at + 1

    # hazır ayar
    before = tab.evaluate(SHOWN, FIGURE)
    tab.click(f"{FIGURE} .lrlab-presets button")
    tab.until(BOTH_CHANGED, FIGURE, before)

    # ▶: zaman baştan sona yürür
    assert tab.evaluate(FOCUS, TIME)
    tab.press("Home")
    tab.until(f"css => ({VALUE})(css) === 0", TIME)
    before = tab.evaluate(SHOWN, FIGURE)
    tab.click(f"{FIGURE} .lrlab-play button")
    tab.until(f"css => ({VALUE})(css) === Number(document.querySelector(css).max)", TIME)
    tab.until(
        "([css, picture]) => document.querySelector(`${css} canvas`).toDataURL() !== picture", [FIGURE, before[0]]
    )

    # adres: oynatılan şeklin durumu
    tab.until("id => location.hash.startsWith(`#sekil=${id}`)", FIGURE.removeprefix("#"))

    # tahmin, yenilendikten sonra da durur
    tab.click(f"{GUESS} input")
    tab.click(f"{GUESS} button")
    said = tab.until("css => document.querySelector(`${css} [role=status]`).textContent", GUESS)
    assert said.startswith("Kayıtlı tahminin: onda birinden azı")
    tab.reload()
    again = tab.until("css => document.querySelector(`${css} [role=status]`).textContent", GUESS)
    assert again == said
    assert tab.evaluate("css => document.querySelector(`${css} input`).checked", GUESS)

    addresses = [urlsplit(address) for address in tab.requests()]
    assert {one.netloc for one in addresses if one.scheme not in ("data", "blob")} == {urlsplit(site).netloc}
    assert any(one.path.endswith(".bin") for one in addresses)
    assert tab.problems() == []
