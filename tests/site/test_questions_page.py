"""Sorular gerçek bir tarayıcıda: tahmin, sonuç, yanıt, ipucu; saklama, dışa ve içe aktarma, silme; engelli saklama."""

import json

import pytest

from lrlab.exercises import tahmin
from lrlab.site import questions
from tests.browser.test_evidence import axe_source
from tests.site.paper import ADDRESS, DARK, lay

pytestmark = pytest.mark.browser

CHOICE = 't1 = tahmin("1. Hangisi?", ["az", "orta", "çok"], key="05-1")'
NUMBER = 't2 = tahmin("2. Kaç α?", key="05-2", unit="α")'
TASK, LEVELS = "adam_memory", 3
APART = "<div style='height: 3000px'>şekil</div>"  # sonuç, tahmin edilirken ekranda olmasın
KEPT = "localStorage.getItem('lrlab:hafiza')"
BLOCKED = """Object.defineProperty(window, 'localStorage', {
    get() { throw new DOMException('kapalı', 'SecurityError'); },
});"""


def told(question, options, actual, note="", unit=""):
    return tahmin(question, options, key="deneme", unit=unit).sonuc(actual, note)._repr_mimebundle_()["text/html"]


@pytest.fixture(scope="module")
def body():
    first = told("1. Hangisi?", ["az", "orta", "çok"], "çok", "Çünkü öyle.")
    second = told("2. Kaç α?", None, 3.16, unit="α")
    row = questions.lesson_questions("05 · Adam", "05.html", [CHOICE, NUMBER, f'check("{TASK}", x)'])
    return "".join([
        questions.guess_block(CHOICE, first), questions.guess_block(NUMBER, second), questions.exercise_block(TASK),
        questions.with_colab(questions.exercise_block("adamw_step"), "https://colab.test/x"),
        questions.progress_block([row]), APART,
        questions.outcome_block("t1.sonuc(x)", first), questions.outcome_block("t2.sonuc(x)", second),
    ])  # fmt: skip


@pytest.fixture
def page(chrome, request):
    width = getattr(request, "param", 900)
    with chrome.new_context(viewport={"width": width, "height": 900}, accept_downloads=True) as context:
        opened = context.new_page()
        problems = []
        opened.on("pageerror", lambda error: problems.append(str(error)))
        opened.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        yield opened
        assert problems == []


def guess(page, option):
    page.get_by_role("radio", name=option).check()
    page.get_by_role("button", name="Tahminimi kaydet").first.click()


def status(page, css):
    return page.locator(f"{css} [role=status]").first.text_content()


def outcome(page, name="t1"):
    return page.locator(f"[data-lrlab-outcome={name}]").inner_text()


def progress(page):
    return page.locator(".lrlab-progress tbody tr").inner_text().split("\t")[1:]


def kept(page):
    return json.loads(page.evaluate(KEPT))


def seen(page, name="t1"):
    """Sonucu ekrana getirir ve görüldüğünün saklanmasını bekler."""
    page.locator(f"[data-lrlab-outcome={name}] .lrlab-actual").scroll_into_view_if_needed()
    page.wait_for_function(f"() => JSON.parse({KEPT}).guesses.some((one) => one.actual !== null)")


def test_a_guess_opens_its_outcome_and_is_kept(page, body):
    lay(page, body)
    assert "Henüz tahmin yapmadın." in outcome(page)
    assert "Gerçekte" not in outcome(page)
    page.get_by_role("button", name="Tahminimi kaydet").first.click()
    assert status(page, ".lrlab-guess") == "Önce bir seçenek seç."
    guess(page, "orta")
    assert status(page, ".lrlab-guess").startswith("Kayıtlı tahminin: orta (")
    wanted = ["1. Hangisi?", "Tahminin: orta", "Gerçekte: çok", "✘ tutmadı", "Çünkü öyle."]
    assert [line for line in outcome(page).splitlines() if line] == wanted
    assert progress(page) == ["1/2", "0/1"]
    lay(page, body)  # sayfa yeniden açıldı
    assert page.get_by_role("radio", name="orta").is_checked()
    assert "Tahminin: orta" in outcome(page)
    assert progress(page) == ["1/2", "0/1"]


def test_the_first_guess_stays_and_one_made_after_the_outcome_says_so(page, body):
    lay(page, body)
    guess(page, "orta")
    guess(page, "az")  # sonuç daha görülmedi
    assert "İlk tahminin: orta; değiştirdin: az\n" in outcome(page)
    seen(page)
    guess(page, "çok")
    assert "İlk tahminin: orta; değiştirdin: çok, sonucu gördükten sonra" in outcome(page)
    assert "ilki ✘ tutmadı, sonuncusu ✔ tuttu" in outcome(page)
    guess(page, "çok")  # aynısı yeni bir tahmin değildir
    assert [one["value"] for one in kept(page)["guesses"][0]["made"]] == ["orta", "az", "çok"]


def test_an_outcome_shown_before_any_guess_marks_the_guess(page, body):
    lay(page, body)
    page.locator("[data-lrlab-outcome=t1] summary").click()
    seen(page)
    guess(page, "çok")
    assert "Tahminin: çok, sonucu gördükten sonra" in outcome(page)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("3.2", "✔ tuttu (%1.27 uzak)"),
        ("3.5", "✘ tutmadı (%10.8 uzak)"),
        ("3.16", "✔ tuttu"),
        ("10**0.5", "✔ tuttu (%0.0721 uzak)"),
    ],
)
def test_a_number_is_right_within_a_tenth(page, body, typed, wanted):
    lay(page, body)
    form = page.locator("form.lrlab-guess").nth(1)
    form.get_by_label("Tahminin").fill("3,2")
    form.get_by_role("button").click()
    assert "nokta kullan: 3.2" in form.locator("[role=status]").text_content()
    form.get_by_label("Tahminin").fill(typed)
    form.get_by_role("button").click()
    assert outcome(page, "t2").splitlines()[-1] == wanted


def test_an_unsaved_choice_outlives_another_questions_guess(page, body):
    lay(page, body)
    page.get_by_role("radio", name="az").check()
    form = page.locator("form.lrlab-guess").nth(1)
    form.get_by_label("Tahminin").fill("1")
    form.get_by_role("button").click()
    assert page.get_by_role("radio", name="az").is_checked()


def answer(page, text):
    field = page.locator(f"#yanit-{TASK}")
    field.fill(text)
    field.press("Enter")
    return status(page, f"[data-lrlab-task={TASK}]")


def test_an_answer_is_judged_and_hints_open_one_by_one(page, body):
    lay(page, body)
    assert "Tek dizi saymışsın" in answer(page, "440")
    assert "Takıldıysan" in status(page, f"[data-lrlab-task={TASK}]")
    summaries = page.locator(f"[data-lrlab-task={TASK}] summary")
    for level in range(LEVELS):
        assert [one.is_visible() for one in summaries.all()].count(True) == level + 1
        summaries.nth(level).click()
    page.wait_for_function(f"() => JSON.parse({KEPT}).hints[0]?.level === {LEVELS}")
    assert progress(page) == ["0/2", "0/1"]
    assert "880 MB: doğru. Eline sağlık!" in answer(page, "880 MB")
    assert progress(page) == ["0/2", "1/1"]
    lay(page, body)
    assert page.locator(f"#yanit-{TASK}").input_value() == "880 MB"
    assert "880 MB: doğru" in status(page, f"[data-lrlab-task={TASK}]")
    assert all(one.is_visible() for one in summaries.all())
    answer(page, "1")  # çözülen çözülmüş kalır
    assert progress(page) == ["0/2", "1/1"]
    assert "Yanıt boş duruyor." in answer(page, " ")
    assert kept(page)["answers"][0]["text"] == "1"


def test_everything_is_exported_deleted_and_imported_back(page, body, tmp_path):
    lay(page, body)
    guess(page, "orta")
    answer(page, "880")
    before = kept(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Dışa aktar").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    page.get_by_role("button", name="Hepsini sil…").click()
    page.get_by_role("button", name="Vazgeç").click()
    assert kept(page) == before
    page.get_by_role("button", name="Hepsini sil…").click()
    page.get_by_role("button", name="Hepsini sil", exact=True).click()
    assert page.evaluate(KEPT) is None
    assert "silindi" in status(page, ".lrlab-progress")
    assert progress(page) == ["0/2", "0/1"]
    assert "Henüz tahmin yapmadın." in outcome(page)
    assert "Gerçekte" not in outcome(page)
    assert not page.get_by_role("radio", name="orta").is_checked()
    assert page.locator(f"#yanit-{TASK}").input_value() == ""

    guess(page, "az")  # içe aktarılan, sonradan yapılana katılır: daha eski olan ilk tahmindir
    page.locator("input[type=file]").set_input_files(file)
    page.wait_for_function(
        "() => document.querySelector('.lrlab-progress [role=status]').textContent.includes('katıldı')"
    )
    assert "İlk tahminin: orta; değiştirdin: az" in outcome(page)
    assert progress(page) == ["1/2", "1/1"]
    whole = kept(page)
    page.locator("input[type=file]").set_input_files(file)  # ikinci kez: hiçbir şey çoğalmaz
    page.wait_for_timeout(100)
    assert kept(page) == whole


@pytest.mark.parametrize(
    "text", ["bozuk", "[1]", "{}", '{"kind": "lrlab", "version": 9}', '{"kind": "lrlab", "guesses": 3}']
)
def test_a_file_that_is_not_an_export_changes_nothing(page, body, tmp_path, text):
    lay(page, body)
    guess(page, "orta")
    before = page.evaluate(KEPT)
    file = tmp_path / "dosya.json"
    file.write_text(text)
    page.locator("input[type=file]").set_input_files(file)
    page.wait_for_function("() => document.querySelector('.lrlab-progress [role=status]').textContent !== ''")
    assert status(page, ".lrlab-progress").endswith("hiçbir şey değişmedi.")
    assert page.evaluate(KEPT) == before


def test_an_export_that_someone_broke_keeps_its_parts_and_says_so(page, body, tmp_path):
    lay(page, body)
    file = tmp_path / "dosya.json"
    file.write_text('{"kind": "lrlab", "version": 1, "guesses": [{"key": 3}], "hints": [{"task": "x", "level": 2}]}')
    page.locator("input[type=file]").set_input_files(file)
    page.wait_for_function("() => document.querySelector('.lrlab-progress [role=status]').textContent !== ''")
    assert status(page, ".lrlab-progress") == (
        "Dosyadaki 0 soru, 0 yanıt, 1 ipucu kaydı buradakilere katıldı. Okunamayan 1 parçası atılmadı, saklandı."
    )
    assert kept(page)["broken"] == ['{"key":3}']


@pytest.mark.parametrize(
    ("stored", "count"),
    [
        ("{bozuk", 1),
        ("[]", 1),
        ('{"version": "1"}', 1),
        ('{"version": 1, "guesses": 3, "answers": [null, {"task": "x"}], "hints": [{"task": "x", "level": 0}]}', 4),
        ('{"version": 1, "guesses": [{"key": "05-1", "question": "1. Hangisi?", "made": [7], "actual": null}]}', 1),
    ],
)
def test_a_broken_record_is_kept_beside_the_new_one(page, body, stored, count):
    page.add_init_script(f"if (!localStorage.length) localStorage.setItem('lrlab:hafiza', {json.dumps(stored)})")
    lay(page, body)
    assert f"okunamayan {count} parçası atılmadı" in page.locator(".lrlab-kept").text_content()
    guess(page, "orta")
    assert len(kept(page)["broken"]) == count
    assert kept(page)["guesses"][-1]["made"][0]["value"] == "orta"
    if count == 1 and "made" not in stored:
        assert kept(page)["broken"] == [stored]


def test_a_record_of_a_newer_page_is_not_touched(page, body):
    newer = '{"version": 2, "yeni": [1, 2]}'
    page.add_init_script(f"localStorage.setItem('lrlab:hafiza', {json.dumps(newer)})")
    lay(page, body)
    guess(page, "orta")
    assert "daha yeni bir sayfa yazmış" in status(page, ".lrlab-guess")
    assert "Tahminin: orta" in outcome(page)
    assert page.evaluate(KEPT) == newer


def test_without_storage_everything_works_in_memory_and_says_so(page, body):
    page.add_init_script(BLOCKED)
    lay(page, body)
    guess(page, "orta")
    assert "saklamaya izin vermiyor" in status(page, ".lrlab-guess")
    assert "Tahminin: orta" in outcome(page)
    assert "saklamaya izin vermiyor" in answer(page, "880")
    assert progress(page) == ["1/2", "1/1"]
    assert "saklamaya izin vermiyor" in page.locator(".lrlab-kept").text_content()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Dışa aktar").click()
    exported = json.loads(waiting.value.path().read_text("utf-8"))
    assert exported["guesses"][0]["made"][0]["value"] == "orta"


def test_a_full_storage_says_so_and_catches_up_later(page, body):
    page.add_init_script("Storage.prototype.put = Storage.prototype.setItem")
    lay(page, body)
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }; }")
    guess(page, "orta")
    assert "saklayamadı" in status(page, ".lrlab-guess")
    assert page.evaluate(KEPT) is None
    page.evaluate("() => { Storage.prototype.setItem = Storage.prototype.put; }")
    answer(page, "880")
    assert kept(page)["guesses"][0]["made"][0]["value"] == "orta"
    assert "saklayamadı" not in status(page, ".lrlab-guess")


def test_two_tabs_lose_nothing(page, body):
    lay(page, body)
    other = page.context.new_page()
    lay(other, body)
    guess(page, "orta")
    other.wait_for_function("() => document.querySelector('[value=orta]').checked")
    answer(other, "880")
    page.wait_for_function(f"() => document.querySelector('#yanit-{TASK}').value === '880'")
    assert progress(page) == progress(other) == ["1/2", "1/1"]


def test_a_guess_and_an_answer_need_only_the_keyboard(page, body):
    lay(page, body)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert "Tahminin: orta" in outcome(page)
    page.locator(f"#yanit-{TASK}").focus()
    page.keyboard.type("880")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert "doğru" in status(page, f"[data-lrlab-task={TASK}]")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(f"[data-lrlab-task={TASK}] details").first.get_attribute("open") is not None
    page.get_by_role("button", name="Hepsini sil…").press("Enter")
    assert page.evaluate("document.querySelector('dialog').open")
    page.keyboard.press("Escape")
    assert "Tahminin: orta" in outcome(page)


@pytest.mark.parametrize("page", [390], indirect=True, ids=["phone"])
@pytest.mark.parametrize("style", ["", DARK], ids=["light", "dark"])
def test_no_serious_axe_finding_and_nothing_wider_than_the_phone(page, body, style, tmp_path):
    lay(page, body, style=style)
    guess(page, "orta")
    answer(page, "440")
    page.locator("[data-lrlab-outcome=t2] summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.evaluate(axe_source(tmp_path))
    for opened in (False, True):
        if opened:
            page.get_by_role("button", name="Hepsini sil…").click()
        found = page.evaluate("() => axe.run({ include: ['main'] }, { resultTypes: ['violations'] })")
        grave = [one for one in found["violations"] if one["impact"] in ("serious", "critical")]
        assert [(one["id"], one["nodes"][0]["html"]) for one in grave] == []


def test_without_javascript_everything_is_readable(chrome, body):
    with chrome.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.route("**/*", lambda route: route.fulfill(body=f"<meta charset=utf-8>{body}", content_type="text/html"))
        page.goto(ADDRESS)
        text = page.locator("body").inner_text()
        assert "1. Hangisi?" in text
        assert "JavaScript kapalı" in text
        assert not page.get_by_role("button", name="Tahminimi kaydet").first.is_visible()
        page.locator("[data-lrlab-outcome=t1] summary").click()
        assert "Gerçekte: çok" in outcome(page)
        page.locator(f"[data-lrlab-task={TASK}] summary").first.click()
        assert page.locator(f"[data-lrlab-task={TASK}] .lrlab-hint p").first.is_visible()
