"""`tahmin`in metni, sonucu ve yanlış girdileri."""

import pytest

from lrlab.exercises import tahmin

OPTIONS = ["Zikzak azalır", "Zikzak artar", "Değişmez"]
QUESTION = "β'yı 0.9'dan 0.98'e çıkarınca ne olur?"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("LRLAB_HOME", str(tmp_path / "ev"))


def ask(**changed):
    return tahmin(**{"question": QUESTION, "options": OPTIONS, "key": "03-zigzag", **changed})


# ---- metin ve sonuç


def test_plain_text_without_a_stored_guess():
    assert str(ask()) == (
        f"Tahmin et: {QUESTION}\n  ( ) Zikzak azalır\n  ( ) Zikzak artar\n  ( ) Değişmez\nHenüz tahmin yapmadın."
    )
    assert "  ____ gün" in str(tahmin("Kaç gün?", key="a", unit="gün"))


def test_outcome_before_any_guess_is_closed():
    outcome = ask().sonuc(OPTIONS[0], "m dik yönde işaret değiştirir.")
    shown = outcome._repr_mimebundle_()
    assert shown["text/plain"] == str(outcome)
    assert str(outcome).startswith("Henüz tahmin yapmadın.")
    assert ".goster()" in str(outcome)
    for text in (str(outcome), shown["text/html"].split("<details>")[0]):
        assert OPTIONS[0] not in text
        assert "işaret" not in text
    closed = shown["text/html"].split("<details>")[1].split("</details>")[0]
    assert closed.startswith("<summary>Göster")
    assert "Gerçekte: Zikzak azalır" in closed
    assert "işaret değiştirir" in closed


def test_outcome_that_is_asked_to_show():
    outcome = ask().sonuc(OPTIONS[0], "m dik yönde işaret değiştirir.").goster()
    assert str(outcome) == "Henüz tahmin yapmadın. — Gerçekte: Zikzak azalır\nm dik yönde işaret değiştirir."
    assert outcome._repr_mimebundle_()["text/plain"] == str(outcome)
    assert "Gerçekte: Zikzak azalır" in outcome._repr_mimebundle_()["text/html"]
    assert "<details" not in outcome._repr_mimebundle_()["text/html"]


def test_outcome_beside_the_guess():
    guess = tahmin("Kaç gün?", key="02-gun", unit="gün")
    guess.save(10)
    assert str(guess.sonuc(50)) == "Tahminin: 10 gün — Gerçekte: 50 gün — ✘ tutmadı (%80 uzak)"


@pytest.mark.parametrize(
    ("guessed", "actual", "said"),
    [
        (50, 50, "✔ tuttu"),
        (45, 50, "✔ tuttu (%10 uzak)"),
        (44, 50, "✘ tutmadı (%12 uzak)"),
        (-50, 50, "✘ tutmadı (%200 uzak)"),
        (0, 0, "✔ tuttu"),
        (1, 0, "✘ tutmadı"),
    ],
)
def test_a_number_is_right_within_a_tenth(guessed, actual, said):
    guess = tahmin("Kaç?", key="a")
    guess.save(guessed)
    assert str(guess.sonuc(actual)).split(" — ")[2] == said


def test_outcome_says_whether_the_choice_was_right():
    guess = ask()
    guess.save(OPTIONS[1])
    assert str(guess.sonuc(OPTIONS[0])) == "Tahminin: Zikzak artar — Gerçekte: Zikzak azalır — ✘ tutmadı"
    assert str(guess.sonuc(OPTIONS[1])).endswith("✔ tuttu")
    assert "✔ tuttu" in guess.sonuc(OPTIONS[1])._repr_mimebundle_()["text/html"]


def test_outcome_tells_the_first_guess_and_the_changed_one_apart():
    guess = ask()
    guess.save(OPTIONS[1])
    guess.save(OPTIONS[0])
    told = str(guess.sonuc(OPTIONS[0], "Bak."))
    assert told == (
        "İlk tahminin: Zikzak artar; değiştirdin: Zikzak azalır — Gerçekte: Zikzak azalır"
        " — ilki ✘ tutmadı, sonuncusu ✔ tuttu\nBak."
    )


def test_the_outcome_is_escaped():
    guess = tahmin("w < 0 <b>?", ["<i>a", "b"], key="kacis")
    for outcome in (guess.sonuc("<i>a", "<script>"), guess.sonuc("<i>a", "<script>").goster()):
        html = outcome._repr_mimebundle_()["text/html"]
        assert "<i>" not in html
        assert "<script>" not in html
        assert "w &lt; 0 &lt;b&gt;?" in html


# ---- yanlış girdi


@pytest.mark.parametrize("key", ["", "../kacis", "a/b", "a b", "x" * 61, "a\n"])
def test_bad_key(key):
    with pytest.raises(ValueError, match=r"`key`"):
        ask(key=key)


@pytest.mark.parametrize("options", [[], ["tek"], ["a", "a"], [1, 2], "evet", 5, [["a"], ["b"]], [None, "a"]])
def test_bad_options(options):
    with pytest.raises(ValueError, match=r"`options`"):
        ask(options=options)


@pytest.mark.parametrize("question", ["", "  "])
def test_bad_question(question):
    with pytest.raises(ValueError, match=r"`question`"):
        ask(question=question)


@pytest.mark.parametrize("changed", [{"key": 3}, {"question": None}, {"unit": 5}])
def test_text_arguments_must_be_text(changed):
    with pytest.raises(TypeError, match=rf"`{next(iter(changed))}` bir metin olmalı"):
        ask(**changed)


def test_bad_values():
    with pytest.raises(ValueError, match=r"`value` = 'başka' olamaz; seçenekler"):
        ask().save("başka")
    with pytest.raises(ValueError, match=r"`actual` = 'başka' olamaz; seçenekler"):
        ask().sonuc("başka")
    with pytest.raises(TypeError, match=r"`actual` bir sayı olmalı"):
        tahmin("Kaç?", key="a").sonuc("elli")


@pytest.mark.parametrize("note", [5, None])
def test_note_must_be_text(note):
    with pytest.raises(TypeError, match=r"`note` bir metin olmalı"):
        ask().sonuc(OPTIONS[0], note)
