"""Sözcükler: ünlü uyumu kuralı, harf numaraları ve üretilen kümeler."""

import pytest
import torch

from lrlab.train import (
    REAL_WORDS,
    Run,
    decode_words,
    encode_words,
    is_harmonic,
    plural_suffixes,
    transformer,
    vowel_harmony,
)
from lrlab.train.data.words import ALPHABET, LENGTH, VOCABULARY, VOWELS, generated, plain, plural
from lrlab.train.runs.fit import cast


@pytest.mark.parametrize("word", ["araba", "ışık", "okul", "çiçek", "gözlük", "ütü", "sonra", "ev", "İLERİ", "ISIRIK"])
def test_words_with_one_kind_of_vowel_are_harmonic(word):
    assert is_harmonic(word)


@pytest.mark.parametrize("word", ["kitap", "elma", "anne", "kardeş", "hangi", "şişman", "inanmak", "Işıl Işın Efe"])
def test_words_with_both_kinds_are_not(word):
    assert not is_harmonic(word)


def test_dotted_and_dotless_i_are_told_apart():
    assert [plain(word) for word in ("ILIK", "İLİK", "kâğıt")] == ["ılık", "ilik", "kağıt"]
    assert encode_words(["ı"])[0, 0] != encode_words(["i"])[0, 0]


@pytest.mark.parametrize(("word", "suffix"), [("kitap", "-lar"), ("elma", "-lar"), ("anne", "-ler"), ("göz", "-ler")])
def test_plural_follows_the_last_vowel(word, suffix):
    assert plural(word) == suffix


def test_encode_counts_letters_from_one_and_pads_with_zero():
    rows = encode_words(["az", "bü"], length=4)
    assert rows.dtype == torch.int64
    assert rows.tolist() == [[1, 29, 0, 0], [2, 26, 0, 0]]
    assert decode_words(rows) == ["az", "bü"]


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: encode_words("elma"), TypeError, "`words` bir sözcük listesi olmalı"),
        (lambda: encode_words(["taxi"]), ValueError, "'x' Türk alfabesinde yok"),
        (lambda: encode_words([""]), ValueError, "`words` içinde '' olamaz; 1–12 harfli"),
        (lambda: encode_words(["abcdefghıijklm"]), ValueError, "1–12 harfli olmalı"),
        (lambda: encode_words([5]), TypeError, "`word` bir metin olmalı"),
        (lambda: is_harmonic("krrt"), ValueError, "`word` = 'krrt' olamaz; içinde bir ünlü olmalı"),
        (lambda: vowel_harmony(0), ValueError, "`n_train` = 0 olamaz"),
        (lambda: plural_suffixes(n_val=0), ValueError, "`n_val` = 0 olamaz"),
        (lambda: vowel_harmony(seed=-1), ValueError, "`seed` = -1 olamaz"),
    ],
)
def test_bad_input_is_named(call, error, said):
    with pytest.raises(error, match=said):
        call()


def test_generated_words_are_distinct_and_look_turkish():
    words = generated(3000, seed=3)
    assert len(set(words)) == 3000
    assert max(map(len, words)) <= LENGTH
    assert {2, 3, 4} == {sum(letter in VOWELS for letter in word) for word in words}
    assert set("".join(words)) == set(ALPHABET) - {"j"}
    assert not [word for word in words if word[0] == "ğ" or word[-1] in "bcdg"]
    for word in words:  # art arda iki ünlü ya da üç ünsüz yok
        shape = "".join("VC"[letter not in VOWELS] for letter in word)
        assert "VV" not in shape
        assert "CCC" not in shape


@pytest.mark.parametrize(
    ("make", "label"), [(vowel_harmony, is_harmonic), (plural_suffixes, lambda w: plural(w) == "-ler")]
)
def test_labels_follow_the_rule_and_are_roughly_balanced(make, label):
    data = make(2000, 500, seed=1)
    for x, y in ((data.train_x, data.train_y), (data.val_x, data.val_y)):
        assert [int(label(word)) for word in decode_words(x)] == y.tolist()
        assert 0.44 < y.float().mean() < 0.56
    assert not set(decode_words(data.train_x)) & set(decode_words(data.val_x))
    assert data.train_x.shape == (2000, LENGTH)


def test_every_exception_among_the_real_words_has_its_reason():
    assert len(REAL_WORDS) >= 80
    assert encode_words(REAL_WORDS).shape == (len(REAL_WORDS), LENGTH)
    assert [word for word, note in REAL_WORDS.items() if is_harmonic(word) == bool(note)] == []
    harmonics = sum(map(is_harmonic, REAL_WORDS))
    assert 0.4 < harmonics / len(REAL_WORDS) < 0.6


def test_seed_decides_the_words():
    first, same, other = (vowel_harmony(50, 10, seed=seed).train_x for seed in (1, 1, 2))
    assert torch.equal(first, same)
    assert not torch.equal(first, other)


def test_a_network_learns_the_rule_from_whole_number_inputs():
    data = vowel_harmony(2000, 200)
    model = transformer(VOCABULARY, 2, length=LENGTH, width=32, heads=2, depth=1, norm="pre")
    run = Run(data, model, "adam", lr=1e-2, batch_size=32, every=100, device="cpu")
    run.step(200)
    assert cast(data.val_x, torch.float32).dtype == torch.int64
    assert run.evaluate()[1] > 0.9
