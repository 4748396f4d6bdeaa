"""Sayfadaki şekiller çekirdeksiz oynar: her dersin her canlı şekli, her denetimi, her hazır ayarı ve ▶."""

import urllib.parse

import pytest

from lrlab.site.jobs import figure_cells
from tests.site.conftest import NOTEBOOKS

pytest.importorskip("playwright", reason="tarayıcı testleri Playwright ister")

pytestmark = pytest.mark.browser

# Şekli oynatır: her denetimi baştan sona (açılışta, orada işe yaramıyorsa hazır ayarlarda), her hazır ayarı, ilk iki
# ayarda ▶'ı. Kaç ayrı resim ve kaç ayrı cümle görüldüğünü verir.
PLAY = """async (id) => {
    const host = document.getElementById(id);
    host.scrollIntoView({ block: 'center' });
    const wait = async (ready, what) => {
        for (let k = 0; k < 800 && !ready(); k += 1) await new Promise((next) => setTimeout(next, 25));
        if (!ready()) throw new Error(`${id}: ${what}`);
    };
    await wait(() => host.classList.contains('lrlab-playing'), 'yüklenmedi');
    const canvas = host.querySelector('canvas.lrlab');
    const copy = new OffscreenCanvas(360, 240);
    const ctx = copy.getContext('2d', { willReadFrequently: true });
    const sentence = () => host.querySelector('.lrlab-sentence').textContent;
    const shot = () => {
        ctx.drawImage(canvas, 0, 0, 360, 240);
        return ctx.getImageData(0, 0, 360, 240).data.reduce((sum, v) => (sum * 31 + v) % 4294967291, 7);
    };
    const frame = () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
    // Kaydın o anı ilk kez açılıyorsa resim birkaç kare sonra gelir.
    const changed = async (seen) => {
        for (let k = 0; k < 12; k += 1) {
            await frame();
            if (!seen.has(shot())) break;
        }
        return shot();
    };
    const home = host.querySelector('button[name=home]');
    const presets = [...host.querySelectorAll('.lrlab-presets button')];
    const told = { id, sentence: sentence(), controls: {}, presets: {}, played: {}, restored: false };
    await frame();
    const first = shot();
    const places = (input) => input.type === 'range' ? [...new Set([0, Math.floor(input.max / 2), Number(input.max)])]
        : input.type === 'checkbox' ? [0, 1] : [...input.options].map((_, k) => k);
    const put = (input, at) => {
        if (input.type === 'checkbox') return input.checked === Boolean(at) || input.click();
        input[input.type === 'range' ? 'value' : 'selectedIndex'] = at;
        return input.dispatchEvent(new Event(input.type === 'range' ? 'input' : 'change', { bubbles: true }));
    };
    for (const input of host.querySelectorAll('.lrlab-inputs :is(input, select)[name]')) {
        const [pictures, words] = [new Set(), new Set()];
        for (const from of [home, ...presets]) {
            pictures.clear();
            words.clear();
            from.click();
            await frame();
            if (input.disabled) continue;
            pictures.add(shot());
            words.add(sentence());
            for (const at of places(input)) {
                put(input, at);
                pictures.add(await changed(pictures));
                words.add(sentence());
            }
            if (pictures.size > 1) break;
        }
        told.controls[input.name] = [pictures.size, words.size];
    }
    home.click();
    for (let k = 0; k < 12 && shot() !== first; k += 1) await frame();
    told.restored = shot() === first;
    for (const button of presets) {
        home.click();
        await frame();
        button.click();
        told.presets[button.textContent] = (await changed(new Set([first]))) === first && sentence() === told.sentence;
        const play = host.querySelector('.lrlab-play button');
        const input = play?.closest('.lrlab-slider').querySelector('input');
        if (!play || input.disabled || Object.keys(told.played).length > 1) continue;
        put(input, 0);
        const speed = play.parentElement.querySelector('select');
        speed.value = 4;
        speed.dispatchEvent(new Event('change'));
        const passed = new Set([input.value]);
        play.click();
        for (let k = 0; k < 400 && play.textContent !== '▶'; k += 1) {
            passed.add(input.value);
            await new Promise((next) => setTimeout(next, 20));
        }
        passed.add(input.value);
        told.played[button.textContent] = passed.size;
    }
    return told;
}"""


@pytest.fixture
def tab(chrome, site):
    """Ağsız bir sayfa: siteden başka bir adrese gidilirse, bir hata yazılırsa test düşer."""
    page = chrome.new_page(viewport={"width": 1280, "height": 900})
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if line.type in ("error", "warning") else None)
    page.on(
        "request", lambda one: problems.append(one.url) if not one.url.startswith((site, "data:", "blob:")) else None
    )
    page.on("response", lambda one: problems.append(f"{one.status} {one.url}") if one.status >= 400 else None)
    yield page
    page.close()
    assert problems == []


def live_cells():
    """Derslerde durağan olmayan şekillerin sayısı; oyun ve aramanın kendi resmi (`plot`) sayfada durağandır."""
    return sum(
        not any(name in cells[-1] for name in ("play_asha", ".plot("))
        for path in NOTEBOOKS.glob("*.ipynb")
        for cells in ([c for c in found if c.strip()] for _, found in figure_cells(path))
    )


def lessons(site_folder):
    return sorted(path.name for path in site_folder.glob("[0-9e][0-9k]_*.html"))


def test_every_figure_moves_without_a_kernel(tab, site, site_folder):
    played = 0
    for lesson in lessons(site_folder):
        tab.goto(f"{site}/{lesson}")
        for name in tab.evaluate("() => [...document.querySelectorAll('.lrlab-live')].map((one) => one.id)"):
            told = tab.evaluate(PLAY, name)
            played += 1
            assert told["sentence"]
            assert told["controls"], told
            assert told["restored"], told
            stuck = [control for control, (pictures, _) in told["controls"].items() if pictures < 2]
            assert not stuck, (lesson, told)
            assert any(words > 1 for _, words in told["controls"].values()), (lesson, told)
            same = [preset for preset, unmoved in told["presets"].items() if unmoved]
            assert len(same) <= 1, (lesson, told)  # başlangıçla aynı olan tek düğme
            assert all(steps > 1 for steps in told["played"].values()), (lesson, told)
    assert played == live_cells()


FIRST = "02_ussel_agirlikli_ortalama.html"


def ready(tab, name):
    tab.locator(f"#{name}").scroll_into_view_if_needed()
    tab.wait_for_selector(f"#{name}.lrlab-playing")
    return tab.locator(f"#{name}")


def test_the_address_opens_the_figure_as_its_sender_saw_it(tab, site):
    tab.goto(f"{site}/{FIRST}")
    figure = ready(tab, "sekil-oyna")
    figure.get_by_role("button", name="Öncekini sakla").click()
    figure.locator("input[name=beta]").press("Home")
    figure.get_by_role("checkbox", name="Yanlılık düzeltmesi").uncheck()
    tab.wait_for_function("() => location.hash.includes('soluk') && location.hash.includes('corrected=0')")
    sentence, value = figure.locator(".lrlab-sentence").inner_text(), figure.locator("output").first.inner_text()
    hash_ = tab.evaluate("() => location.hash")
    told = dict(urllib.parse.parse_qsl(hash_[1:]))
    assert (told["sekil"], told["beta"], told["corrected"]) == ("sekil-oyna", value, "0")
    numbers = figure.locator(".lrlab-numbers").text_content()
    assert "Soluk eğriler: " in numbers
    grab = "(one) => one.querySelector('canvas.lrlab').toDataURL()"
    tab.wait_for_timeout(200)
    picture = figure.evaluate(grab)
    tab.goto("about:blank")
    tab.goto(f"{site}/{FIRST}{hash_}")
    top = "() => document.getElementById('sekil-oyna').getBoundingClientRect().top"
    tab.wait_for_function(f"() => Math.abs(({top})()) < 200")  # okur şekli görür, sayfanın başını değil
    again = ready(tab, "sekil-oyna")
    assert again.locator(".lrlab-sentence").inner_text() == sentence
    assert again.locator(".lrlab-numbers").text_content() == numbers
    tab.wait_for_timeout(200)
    assert again.evaluate(grab) == picture


def test_a_strange_address_opens_the_figure_as_it_is(tab, site):
    for hash_ in ("#sekil=yok&beta=3", "#sekil=sekil-oyna&beta=üç&soluk=%%&t=", "#sekil=sekil-oyna"):
        tab.goto("about:blank")
        tab.goto(f"{site}/{FIRST}{hash_}")
        figure = ready(tab, "sekil-oyna")
        assert "β = 0.8485" in figure.locator(".lrlab-sentence").inner_text()


def test_a_locked_control_says_where_it_moves(tab, site):
    tab.goto(f"{site}/{FIRST}")
    figure = ready(tab, "sekil-oyna")
    assert figure.locator(".lrlab-locked").all_inner_texts() == ["Şehir\nLondra"]
    assert "JupyterLab'de ve Colab'da oynar" in figure.locator(".lrlab-locked-note").inner_text()


def test_a_place_that_was_not_recorded_leads_to_the_nearest_with_the_hand_where_it_is(tab, site):
    tab.goto(f"{site}/{FIRST}")
    figure = ready(tab, "sekil-oyna")
    figure.get_by_role("button", name="Soğuk başlangıç").click()
    slider = figure.locator("input[name=beta]")
    slider.press("Home")
    assert slider.input_value() == "0"
    figure.locator("input[name=t]").press("End")
    assert figure.locator("input[name=t]").input_value() == figure.locator("input[name=t]").get_attribute("max")


def test_without_javascript_the_picture_and_its_sentence_stay(chrome, site):
    with chrome.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/{FIRST}")
        figure = page.locator("#sekil-oyna")
        assert figure.locator("img").is_visible()
        assert "β = 0.8485" in figure.locator(".lrlab-told").inner_text()


def test_a_recording_that_does_not_arrive_leaves_the_picture(chrome, site):
    page = chrome.new_page()
    page.route("**/*.bin*", lambda route: route.abort())
    page.goto(f"{site}/{FIRST}")
    page.locator("#sekil-oyna").scroll_into_view_if_needed()
    page.wait_for_selector("#sekil-oyna.lrlab-failed")
    assert page.locator("#sekil-oyna img").is_visible()
    page.close()


def test_a_phone_gets_the_narrow_recording_and_a_turned_one_the_wide(chrome, site):
    with chrome.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        files = []
        page.on("request", lambda one: files.append(one.url) if ".bin" in one.url else None)
        page.goto(f"{site}/{FIRST}")
        figure = ready(page, "sekil-oyna")
        assert all(".narrow." in file for file in files)
        figure.locator("input[name=beta]").press("End")
        value = figure.locator("output").first.inner_text()
        canvas = figure.locator("canvas.lrlab").bounding_box()
        assert canvas["height"] > canvas["width"] > 300  # paneller alt alta
        page.set_viewport_size({"width": 1024, "height": 768})
        page.wait_for_function(
            "() => document.querySelector('#sekil-oyna.lrlab-playing canvas.lrlab')?.clientWidth > 500"
        )
        assert figure.locator("output").first.inner_text() == value
        assert any(".wide." in file for file in files)


def test_an_address_with_a_setting_the_figure_lacks_says_so(tab, site):
    tab.goto(f"{site}/{FIRST}#sekil=sekil-oyna&beta=0.123456")
    figure = ready(tab, "sekil-oyna")
    told = tab.locator("#sekil-oyna .lrlab-locked-note[role=status]")
    assert "Bağlantıdaki ayarların hepsi bu şekilde yok" in told.inner_text()
    opening = figure.locator("input[name=beta]").get_attribute("aria-valuetext")
    tab.goto("about:blank")
    tab.goto(f"{site}/{FIRST}")
    ready(tab, "sekil-oyna")
    assert figure.locator("input[name=beta]").get_attribute("aria-valuetext") == opening
    assert not told.count()


def test_an_arrow_key_steps_to_the_next_recorded_time(tab, site):
    tab.goto(f"{site}/03_momentum.html")
    figure = ready(tab, "sekil-momentum")
    figure.locator("input[name=lr]").press("Home")
    slider = figure.locator("input[name=t]")
    slider.press("Home")
    steps = [slider.input_value()]
    for _ in range(40):
        slider.press("ArrowRight")
        steps.append(slider.input_value())
    last = slider.get_attribute("max")
    assert last in steps
    numbers = [int(step) for step in steps[: steps.index(last) + 1]]
    assert numbers == sorted(set(numbers))  # hiç yerinde saymaz, geri gitmez


def test_a_figure_that_did_not_load_can_be_tried_again(chrome, site):
    page = chrome.new_page()
    page.route("**/*.bin*", lambda route: route.abort())
    page.goto(f"{site}/{FIRST}")
    page.locator("#sekil-oyna").scroll_into_view_if_needed()
    again = page.locator("#sekil-oyna").get_by_role("button", name="Yeniden dene")
    again.wait_for()
    page.unroute_all()
    again.click()
    page.wait_for_selector("#sekil-oyna.lrlab-playing")
    assert not page.locator("#sekil-oyna [role=alert]").count()
    page.close()


def test_a_film_says_what_can_be_done_here(tab, site):
    tab.goto(f"{site}/04_rmsprop.html")
    figure = ready(tab, "sekil-egitim")
    assert "kayıtlı koşular izlenir" in figure.locator(".lrlab-locked-note").inner_text()


def test_a_map_keeps_the_colours_its_text_names_in_the_dark(chrome, site):
    with chrome.new_context(color_scheme="dark") as context:
        page = context.new_page()
        page.goto(f"{site}/03_momentum.html")
        ready(page, "sekil-harita")
        shade = "(css) => getComputedStyle(document.querySelector(css)).filter"
        assert page.evaluate(shade, "#sekil-harita canvas.lrlab") == "none"
        assert page.evaluate(shade, "#sekil-harita .lrlab-still") == "none"
        page.goto(f"{site}/{FIRST}")
        ready(page, "sekil-oyna")
        assert "invert" in page.evaluate(shade, "#sekil-oyna canvas.lrlab")


def test_the_same_moment_is_kept_once(tab, site):
    tab.goto(f"{site}/{FIRST}")
    figure = ready(tab, "sekil-oyna")
    for _ in range(3):
        figure.get_by_role("button", name="Öncekini sakla").click()
    told = figure.locator(".lrlab-numbers").text_content()
    assert told.count("ilk ayar") == 1
