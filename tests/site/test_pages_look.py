"""Sayfaların görünüşü ve elle kullanılışı, kurulmuş sitede, Chromium'da: en, koyu, terimler, sunum, baskı."""

import pytest

from tests.browser.test_evidence import axe_source
from tests.site.conftest import NOTEBOOKS

pytestmark = pytest.mark.browser

LESSON = "02_ussel_agirlikli_ortalama.html"
LESSONS = [f"{path.stem}.html" for path in sorted(NOTEBOOKS.glob("*.ipynb"))]
PAGES = ("index.html", *LESSONS, "SOZLUK.html", "OGRETEN.html", "english.html", "search.html")
SIZES = {"phone": (390, 844), "tablet": (820, 1180), "desktop": (1280, 900), "projector": (1920, 1080)}
HALLS = ((1280, 720), (1920, 1080))
SCROLL = """async () => {
  const go = (top) => scrollTo({ top, behavior: "instant" });
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
    go(y);
    await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
  }
  go(0);
}"""
# Bütün canlı şekiller oynuyor: kaydırınca hepsi yüklenmeye başlamıştır.
ALL_LIVE = "() => [...document.querySelectorAll('.lrlab-live')].every((one) => one.classList.contains('lrlab-playing'))"
# Ekrana sığıyor mu: canlı şekil kendi kutusuna, metin ekrana.
FITS = """() => {
  const box = document.querySelector(".lrlab-figure.lrlab-lecture") ?? document.querySelector("article");
  return box.scrollHeight <= box.clientHeight + 1 && box.scrollWidth <= box.clientWidth + 1;
}"""
STANDS = """() => {
  const shown = [...document.querySelectorAll(".lrlab-now .lrlab-live")];
  return shown.every((one) => one.querySelector(".lrlab-figure.lrlab-lecture"));
}"""


@pytest.fixture
def visit(chrome, site):
    """Bir sayfayı açar; bitince hiçbir sayfa hata yazmamış ve sitenin dışına istek çıkmamış olmalı."""
    contexts, problems = [], []

    def open_page(name, size="desktop", ready=True, **options):
        width, height = SIZES.get(size, size)
        context = chrome.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "request", lambda request: request.url.startswith((site, "data:", "blob:")) or problems.append(request.url)
        )
        page.goto(f"{site}/{name}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


def live(page, cell):
    """Şekil ekrana gelir, canlanır."""
    page.locator(f"#{cell}").scroll_into_view_if_needed()
    page.locator(f"#{cell}.lrlab-playing canvas.lrlab").wait_for()
    return page.locator(f"#{cell} .lrlab-figure")


# --- en, yazı, erişilebilirlik ---


@pytest.fixture(scope="module")
def axe(tmp_path_factory):
    return axe_source(tmp_path_factory.mktemp("axe"))


def grave(page):
    """axe'in ağır buldukları."""
    found = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    assert found["passes"]
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]
            if one["impact"] in ("serious", "critical")]  # fmt: skip


# Bir sayfa bir kez açılır, ekranı değiştirilir: on dokuz sayfanın bütün şekilleri her ekran için yeniden yüklenmesin.
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_the_screen_and_axe_finds_nothing_grave(visit, axe, name):
    page = visit(name, "phone", color_scheme="light")
    page.evaluate(axe)
    for size in SIZES:
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(SCROLL)
        page.wait_for_function(ALL_LIVE)
        assert page.evaluate("document.documentElement.scrollWidth") == page.evaluate("innerWidth"), size
        if size in ("phone", "desktop"):
            assert grave(page) == [], size
        if size == "desktop":
            page.emulate_media(color_scheme="dark")
            assert grave(page) == [], "koyu"


@pytest.mark.parametrize("size", SIZES)
def test_text_is_large_enough_and_targets_are_not_small(visit, size):
    page = visit(LESSON, size)
    live(page, "sekil-soru")
    small = """() => [...document.querySelectorAll("article :is(p, li, dd, summary, label, legend)")]
      .filter((one) => one.getClientRects().length && Number.parseFloat(getComputedStyle(one).fontSize) < 15.2)
      .map((one) => one.textContent.slice(0, 60))"""
    tight = """() => [...document.querySelectorAll("button, select, summary, input:not([type=hidden]), label[for^=__]")]
      .filter((one) => one.getClientRects().length && !one.closest("label, .sidebar-tree"))
      .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
      .filter(([, box]) => box.width && (box.height < 24 || box.width < 24)).map(([html]) => html)"""
    assert page.evaluate("Number.parseFloat(getComputedStyle(document.querySelector('article p')).fontSize)") >= 16
    assert page.evaluate(small) == []
    assert page.evaluate(tight) == []
    # Şekil kaydedildiğinden (iki kat keskin) küçük gösterilmez: yazısı da küçülmez.
    shown = page.locator("#sekil-soru canvas.lrlab").evaluate("(one) => (2 * one.clientWidth) / one.width")
    assert shown > 0.9


# --- koyu ---


def test_dark_follows_the_reader_and_the_button(visit):
    page = visit(LESSON, color_scheme="dark")
    live(page, "sekil-soru")
    ground = "getComputedStyle(document.body).backgroundColor"
    turned = "getComputedStyle(document.querySelector('#sekil-soru canvas.lrlab')).filter"
    dark = page.evaluate(ground)
    assert "invert" in page.evaluate(turned)
    page.evaluate("scrollTo(0, 0)")
    for _ in range(3):  # kendiliğinden -> açık -> koyu -> kendiliğinden
        if page.evaluate("document.body.dataset.theme") == "light":
            break
        page.locator(".theme-toggle-content button").click()
    assert page.evaluate("document.body.dataset.theme") == "light"
    assert page.evaluate(turned) == "none"
    assert page.evaluate(ground) != dark


# --- terimler ---


def first_term(page):
    term = page.locator("#kurulum a.lrlab-term").first
    term.scroll_into_view_if_needed()
    return term


def test_a_term_explains_itself_on_hover_and_escape_closes(visit):
    page = visit(LESSON)
    term, box = first_term(page), page.get_by_role("tooltip")
    term.hover()
    box.wait_for()
    assert "tohum (seed)" in box.text_content()
    assert term.get_attribute("aria-describedby") == box.get_attribute("id")
    page.keyboard.press("Escape")
    box.wait_for(state="hidden")
    assert term.get_attribute("aria-describedby") is None


def test_a_term_explains_itself_on_focus(visit):
    page = visit(LESSON)
    first_term(page).focus()
    page.get_by_role("tooltip").wait_for()
    page.keyboard.press("Tab")
    page.get_by_role("tooltip").filter(has_text="seed").wait_for(state="hidden")


def test_a_tap_explains_and_a_second_tap_goes_to_the_glossary(visit):
    page = visit(LESSON, "phone", has_touch=True)
    first_term(page).tap()
    page.get_by_role("tooltip").wait_for()
    assert page.url.endswith(LESSON)
    first_term(page).tap()
    page.wait_for_url("**/SOZLUK.html#terim-seed")


def test_a_term_is_explained_once_in_a_section_and_not_in_headings_or_code(visit):
    page = visit(LESSON)
    told = page.evaluate("""() => [...document.querySelectorAll("article > section > section")].map((section) =>
      [...section.querySelectorAll("a.lrlab-term")].map((one) => one.hash))""")
    assert sum(map(len, told)) > 10
    assert all(len(set(section)) == len(section) for section in told)
    assert page.locator(":is(h1, h2, h3, h4, code, pre, table) a.lrlab-term").count() == 0


# --- sunum ---


def walk(page):
    """Sunumu baştan sona yürür; her ekranın (yeri, sığıp sığmadığı)."""
    total = int(page.locator(".lrlab-count").text_content().split("/")[1])
    for k in range(1, total + 1):
        page.wait_for_function(f"document.querySelector('.lrlab-count').textContent.startsWith('{k} /')")
        page.wait_for_function(STANDS)
        page.wait_for_function("[...document.querySelectorAll('.lrlab-now img')].every((one) => one.complete)")
        yield k, page.evaluate(FITS)
        page.keyboard.press("PageDown")


@pytest.mark.parametrize("hall", HALLS)
def test_every_slide_fits_the_screen(visit, hall):
    page = visit(LESSON, hall)
    page.keyboard.press("s")
    assert [k for k, fits in walk(page) if not fits] == []


def test_slides_hide_all_code_but_the_lessons_own(visit):
    page = visit(LESSON, HALLS[0])
    page.keyboard.press("s")
    shown = set()
    for _ in walk(page):
        shown |= set(
            page.evaluate("""() => [...document.querySelectorAll(".lrlab-now .cell_input")]
          .filter((one) => one.getClientRects().length).map((one) => one.parentElement.className)""")
        )
    assert shown
    assert all("tag_ders" in name for name in shown)


def test_keys_walk_the_slides_and_escape_returns_to_the_same_place(visit):
    page = visit(LESSON, HALLS[0])
    page.locator("#sifirdan-kur").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    page.keyboard.press("s")
    count = page.locator(".lrlab-count")
    place = int(count.text_content().split(" /")[0])
    assert place > 1
    for key, moved in (("ArrowRight", 1), ("ArrowLeft", 0), (" ", 1), ("PageUp", 0), ("PageDown", 1), ("Shift+ ", 0)):
        page.keyboard.press("Shift+Space" if key == "Shift+ " else key)
        assert int(count.text_content().split(" /")[0]) == place + moved, key
    page.keyboard.press("Escape")
    assert count.count() == 0
    assert page.evaluate("scrollY") == before
    assert page.locator("article section > p").first.is_visible()


def test_leaving_elsewhere_stays_there(visit):
    page = visit(LESSON, HALLS[0])
    page.get_by_role("button", name="Sunum", exact=True).first.click()
    bar = page.locator(".lrlab-bar")
    bar.get_by_label("Bölüm").select_option(label="4 · Sıfırdan kur")
    bar.get_by_role("button", name="Sunumdan çık").click()
    page.wait_for_function("Math.abs(document.querySelector('#sifirdan-kur h2').getBoundingClientRect().top) < 120")


def test_a_figure_fills_its_slide_and_digits_press_its_presets(visit):
    page = visit(f"{LESSON}#sekil-oyna", HALLS[0])
    live(page, "sekil-oyna")
    page.evaluate("document.querySelector('#sekil-oyna').scrollIntoView()")
    page.keyboard.press("s")
    figure = page.locator("#sekil-oyna .lrlab-figure.lrlab-lecture")
    figure.wait_for()
    canvas = figure.locator("canvas.lrlab").bounding_box()
    assert canvas["width"] * canvas["height"] > 0.4 * 1280 * 720
    told = figure.locator(".lrlab-sentence").text_content()
    page.keyboard.press("2")
    page.wait_for_function(
        "(told) => document.querySelector('#sekil-oyna .lrlab-sentence').textContent !== told", arg=told
    )
    assert figure.is_visible()


def test_a_sliders_arrows_stay_its_own(visit):
    page = visit(f"{LESSON}#sekil-oyna", HALLS[0])
    live(page, "sekil-oyna")
    page.evaluate("document.querySelector('#sekil-oyna').scrollIntoView()")
    page.keyboard.press("s")
    slider = page.locator("#sekil-oyna .lrlab-lecture input[type=range]").first
    slider.focus()
    count, at = page.locator(".lrlab-count").text_content(), slider.input_value()
    page.keyboard.press("ArrowRight")
    assert slider.input_value() != at
    assert page.locator(".lrlab-count").text_content() == count


def test_typing_an_s_is_only_typing(visit):
    page = visit(LESSON)
    field = page.locator(".lrlab-field input").first
    field.press("s")
    assert field.input_value() == "s"
    assert page.locator(".lrlab-bar").count() == 0


# --- baskı ---


def test_a_lesson_prints_with_still_pictures(visit):
    page = visit(LESSON, color_scheme="dark")
    live(page, "sekil-soru")
    assert page.pdf(format="A4").startswith(b"%PDF")
    pictures = "[...document.querySelectorAll('article img')].map((one) => one.complete && one.naturalWidth > 0)"
    assert all(page.evaluate(pictures))
    page.emulate_media(media="print")
    seen = {css: page.locator(css).first.is_visible()
            for css in ("#sekil-soru .lrlab-still", "#sekil-soru .lrlab-player", ".sidebar-drawer", ".toc-drawer",
                        ".related-pages", "article h1")}  # fmt: skip
    assert seen == {"#sekil-soru .lrlab-still": True, "#sekil-soru .lrlab-player": False, ".sidebar-drawer": False,
                    ".toc-drawer": False, ".related-pages": False, "article h1": True}  # fmt: skip
    folded = page.locator("article details:not([open], .hide, .lrlab-question details)")
    before = folded.count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert folded.count() == 0
    assert page.locator(".lrlab-outcome details[open], .lrlab-hint[open]").count() == 0  # bakılmış sayılmasın
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert folded.count() == before > 0


# --- JavaScript'siz ---


def test_without_javascript_everything_can_be_read(visit):
    page = visit(LESSON, java_script_enabled=False)
    for css in ("article h1", "#sekil-soru .lrlab-still", "#sekil-soru .lrlab-told", "#tahmin-1 legend"):
        assert page.locator(css).first.is_visible(), css
    fold = page.locator("details", has=page.get_by_text("Gürültü kuralı bağımsız günler içindir"))
    fold.locator("summary").click()
    assert fold.locator("p").first.is_visible()
    assert page.locator("a.lrlab-term").first.get_attribute("title")


# --- başlangıç ---


def test_the_start_page_moves_at_once(visit):
    page = visit("index.html")
    figure = live(page, "sekil-oyna")
    slider = figure.locator(".lrlab-slider", has=page.locator(".lrlab-play")).locator("input[type=range]")
    slider.wait_for()
    seen = slider.input_value()
    page.wait_for_function(
        "(seen) => document.querySelector('#sekil-oyna .lrlab-slider:has(.lrlab-play) input').value !== seen", arg=seen
    )
    page.get_by_role("link", name="02 · Üssel ağırlıklı ortalama").first.click()
    page.wait_for_url(f"**/{LESSON}")


def test_the_start_page_stays_still_for_a_reader_who_wants_less_motion(visit):
    page = visit("index.html", reduced_motion="reduce")
    figure = live(page, "sekil-oyna")
    assert figure.locator(".lrlab-play button").first.text_content() == "▶"


@pytest.mark.parametrize(("word", "title"), [
    ("gecikme", "Üssel ağırlıklı ortalama"), ("ısınma", "Isınma"), ("ISINMA", "Isınma"), ("isinma", "Isınma"),
    ("agirlikli", "Üssel ağırlıklı ortalama"), ("İpucu", "Başlangıç"),
])  # fmt: skip
def test_search_finds_a_lesson_however_it_is_written(visit, word, title):
    page = visit("search.html")
    page.get_by_label("Aranan").fill(word)
    page.get_by_label("Aranan").press("Enter")
    page.locator("#search-results a", has_text=title).first.wait_for()
    page.get_by_text("sayfa bulundu").wait_for()
