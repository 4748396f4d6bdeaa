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


def test_outcome_before_any_guess():
    outcome = ask().sonuc(OPTIONS[0], "m dik yönde işaret değiştirir.")
    assert str(outcome) == "Henüz tahmin yapmadın. — Gerçekte: Zikzak azalır\nm dik yönde işaret değiştirir."
    assert outcome._repr_mimebundle_()["text/plain"] == str(outcome)
    assert "Gerçekte: Zikzak azalır" in outcome._repr_mimebundle_()["text/html"]


def test_outcome_beside_the_guess():
    guess = tahmin("Kaç gün?", key="02-gun", unit="gün")
    guess.save(10)
    assert str(guess.sonuc(50)) == "Tahminin: 10 gün — Gerçekte: 50 gün"


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
