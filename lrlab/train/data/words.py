"""Büyük ünlü uyumu: kuralla üretilen Türkçe görünüşlü sözcükler ve onlardan iki sınıflandırma kümesi."""

from collections.abc import Callable, Iterable

import numpy as np
import torch

from lrlab.core.validate import integer
from lrlab.train.data.datasets import Dataset
from lrlab.train.data.real_words import EXCEPTION_NOUNS, RULE_NOUNS

ALPHABET = "abcçdefgğhıijklmnoöprsştuüvyz"
BACK, FRONT = "aıou", "eiöü"  # kalın ve ince ünlüler
VOWELS = BACK + FRONT
LENGTH = 12  # en uzun sözcük: dört kapalı hece
VOCABULARY = len(ALPHABET) + 1  # 0 numara dolgudur
HARMONY = ("uyumsuz", "uyumlu")
SUFFIXES = ("-lar", "-ler")

# Heceyi açan ve kapatan ünsüzler; bir harf ne kadar çok yazılmışsa o kadar sık çekilir (Türkçeye kabaca benzesin diye).
# Sözcük ğ ile başlamaz; b c d g yalnızca hece başındadır.
FIRST = "kkkkkllllnnnrrddddttttssssmmmmmyyyybbbbşşzggççhhvvcpf"
ONSETS = "kkkkklllllnnnnrrrrdddddttttssssmmmmmyyyybbbşşzzgççhhvvğcpf"
CODAS = "nnnnnnnrrrrrrlllllkkkkmmmşşştttsszzyypçh"
CLOSED = 0.4  # hecenin ünsüzle kapanma olasılığı
BARE = 0.15  # sözcüğün ünlüyle başlama olasılığı

_PLAIN = str.maketrans("IİÂÎÛâîû", "ıiaiuaiu")


def plain(word: str) -> str:
    """Sözcük küçük harfle, Türkçe ı/i ayrımıyla ve düzeltme imi (^) olmadan: "İlkbahar" -> "ilkbahar"."""
    if not isinstance(word, str):
        raise TypeError(f"`word` bir metin olmalı; verilen: {word!r} ({type(word).__name__})")
    return word.translate(_PLAIN).lower()


def vowels(word: str) -> str:
    """Sözcüğün ünlüleri, sırayla; hiç yoksa `ValueError`."""
    if found := "".join(letter for letter in plain(word) if letter in VOWELS):
        return found
    raise ValueError(f"`word` = {word!r} olamaz; içinde bir ünlü olmalı: {', '.join(VOWELS)}")


def is_harmonic(word: str) -> bool:
    """Büyük ünlü uyumu: ünlülerin hepsi kalın (a ı o u) ya da hepsi ince (e i ö ü) mi."""
    found = set(vowels(word))
    return found <= set(BACK) or found <= set(FRONT)


def plural(word: str) -> str:
    """Kuralın verdiği çoğul eki: son ünlü kalınsa "-lar", inceyse "-ler" (saat-ler gibi alıntıları bilmez)."""
    return SUFFIXES[vowels(word)[-1] in FRONT]


def encode_words(words: Iterable[str], length: int = LENGTH) -> torch.Tensor:
    """Sözcüklerin harf numaraları, int64, (n, length): a 1, b 2, …, z 29; sonu 0 ile doldurulur.

    Alfabede olmayan harf, boş ya da `length`ten uzun sözcük `ValueError`.
    """
    if isinstance(words, str):
        raise TypeError(f"`words` bir sözcük listesi olmalı; verilen tek metin: {words!r}")
    words = [plain(word) for word in words]
    rows = torch.zeros(len(words), integer("length", length), dtype=torch.int64)
    for row, word in zip(rows, words, strict=True):
        if not 0 < len(word) <= length:
            raise ValueError(f"`words` içinde {word!r} olamaz; 1–{length} harfli olmalı")
        if strange := sorted(set(word) - set(ALPHABET)):
            raise ValueError(f"`words` içinde {word!r} olamaz; {strange[0]!r} Türk alfabesinde yok")
        row[: len(word)] = torch.tensor([ALPHABET.index(letter) + 1 for letter in word])
    return rows


def decode_words(rows: torch.Tensor) -> list[str]:
    """`encode_words`un tersi: numara satırlarından sözcükler."""
    return ["".join(ALPHABET[number - 1] for number in row if number) for row in rows.tolist()]


def vowel_harmony(n_train: int = 4000, n_val: int = 1000, seed: int = 0) -> Dataset:
    """Sözcük büyük ünlü uyumuna uyuyor mu: iki sınıf ("uyumsuz", "uyumlu"), her biri kabaca yarı yarıya.

    Sözcükler 2–4 hecelidir, `seed`den üretilir ve hepsi farklıdır: geçerlemedeki sözcük eğitimde yoktur. Etiketi
    `is_harmonic` verir. Girdiler `encode_words` satırlarıdır, int64, (n, 12). Üretilenler gerçek sözcük değildir:
    bütün ünlüler eşit sıklıktadır, hece sonunda tek ünsüz bulunur; gerçekleri `REAL_WORDS`tadır.
    """
    return _dataset("Ünlü uyumu", n_train, n_val, seed, HARMONY, is_harmonic)


def plural_suffixes(n_train: int = 200, n_val: int = 1000, seed: int = 0) -> Dataset:
    """Sözcüğün çoğul eki hangisi: "-lar" mı "-ler" mi (`plural`); sözcükler `vowel_harmony`deki gibi üretilir.

    İnce ayarın (fine-tuning) ikinci görevi: aynı harfler, başka bir soru.
    """
    return _dataset("Çoğul eki", n_train, n_val, seed, SUFFIXES, lambda word: plural(word) == "-ler")


def real_plurals(n_train: int = 220, seed: int = 0) -> Dataset:
    """335 gerçek adın çoğul eki; 68'i kuraldan sapar (saat-ler). `seed` hangi adların eğitimde olduğunu belirler.

    Geçerlemede kalanların hepsi vardır. Kuralın kendisi sapmaları bilemez; onları ancak örnekten öğrenebilirsin.
    """
    names = (*RULE_NOUNS, *EXCEPTION_NOUNS)
    y = torch.tensor([int(plural(name) == "-ler" or name in EXCEPTION_NOUNS) for name in names])
    count = integer("n_train", n_train, f"[1, {len(names) - 1}]")
    rng = np.random.default_rng(integer("seed", seed, f"[0, {2**64})"))
    x, order = encode_words(names), torch.from_numpy(rng.permutation(len(names)))
    train, val = order[:count], order[count:]
    return Dataset("Gerçek adların çoğulu", x[train], y[train], x[val], y[val], SUFFIXES)


def _dataset(
    name: str, n_train: int, n_val: int, seed: int, classes: tuple[str, ...], label: Callable[[str], bool]
) -> Dataset:
    train, val = integer("n_train", n_train, "[1, 100000]"), integer("n_val", n_val, "[1, 100000]")
    words = generated(train + val, seed)
    x, y = encode_words(words), torch.tensor([int(label(word)) for word in words])
    return Dataset(name, x[:train], y[:train], x[train:], y[train:], classes)


def generated(count: int, seed: int) -> list[str]:
    """`count` farklı sözcük; her biri yarı olasılıkla uyumlu, 2–4 heceli."""
    rng = np.random.default_rng(integer("seed", seed, f"[0, {2**64})"))
    words: dict[str, None] = {}  # sırayı koruyan küme
    while len(words) < count:
        words[_word(rng)] = None
    return list(words)


def _word(rng: np.random.Generator) -> str:
    syllables, wanted = int(rng.integers(2, 5)), rng.random() < 0.5
    chosen = ""
    while not chosen or is_harmonic(chosen) != wanted:
        chosen = "".join(VOWELS[i] for i in rng.integers(len(VOWELS), size=syllables))
    word = ""
    for vowel in chosen:
        if word:
            word += _drawn(rng, ONSETS)
        elif rng.random() >= BARE:
            word = _drawn(rng, FIRST)
        word += vowel
        if rng.random() < CLOSED:
            word += _drawn(rng, CODAS)
    return word


def _drawn(rng: np.random.Generator, letters: str) -> str:
    return letters[int(rng.random() * len(letters))]
