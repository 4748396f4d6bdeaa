"""Küçük bir transformer kodlayıcı: harf dizilerini sınıflar; katman normalleştirmesi bloklarda önde ya da arkadadır."""

import torch
from torch import nn
from torch.nn.functional import relu, scaled_dot_product_attention

from lrlab.core.validate import integer, one_of
from lrlab.train.networks.models import seeded

NORMS = ("post", "pre")


class Attention(nn.Module):
    """Çok başlı öz dikkat: her harf, dolgu olmayan bütün harflere bakar."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query_key_value, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        # nn.MultiheadAttention'ın başlangıcı: üç izdüşüm tek matris sayılıp Xavier ile çekilir, yanlılıklar sıfırdır.
        nn.init.xavier_uniform_(self.query_key_value.weight)
        for layer in (self.query_key_value, self.out):
            nn.init.zeros_(layer.bias)

    def forward(self, x: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
        n, length, width = x.shape
        split = self.query_key_value(x).view(n, length, 3, self.heads, width // self.heads)
        q, k, v = split.permute(2, 0, 3, 1, 4)  # her biri (n, baş, harf, genişlik / baş)
        mixed = scaled_dot_product_attention(q, k, v, attn_mask=real[:, None, None, :])
        return self.out(mixed.transpose(1, 2).reshape(n, length, width))


class Block(nn.Module):
    """Bir kodlayıcı bloğu: öz dikkat ve ileri besleme; ikisinde de artık bağlantı ve katman normalleştirmesi.

    "post" (Vaswani ve ark. 2017): x ← norm(x + f(x)). "pre" (Xiong ve ark. 2020): x ← x + f(norm(x)); artık yol
    baştan sona normsuzdur. `nn.TransformerEncoderLayer`ın dropout'suz eşidir.
    """

    def __init__(self, width: int, heads: int, ffn: int, norm: str) -> None:
        super().__init__()
        self.norm = norm
        self.attention = Attention(width, heads)
        self.wide, self.narrow = nn.Linear(width, ffn), nn.Linear(ffn, width)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)

    def forward(self, x: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
        if self.norm == "post":
            x = self.norm1(x + self.attention(x, real))
            return self.norm2(x + self.feed(x))
        x = x + self.attention(self.norm1(x), real)
        return x + self.feed(self.norm2(x))

    def feed(self, x: torch.Tensor) -> torch.Tensor:
        """İleri besleme: her harfte ayrı ayrı genişlet, ReLU, daralt."""
        return self.narrow(relu(self.wide(x)))


class Transformer(nn.Module):
    """Harf numaralarından sınıf logitlerine; nasıl kurulduğunu `transformer` anlatır."""

    def __init__(
        self, vocabulary: int, classes: int, length: int, width: int, heads: int, depth: int, norm: str, ffn: int
    ) -> None:
        super().__init__()
        self.letters, self.places = nn.Embedding(vocabulary, width), nn.Embedding(length, width)
        self.blocks = nn.ModuleList(Block(width, heads, ffn, norm) for _ in range(depth))
        # "pre"de artık yolun sonunda bir norm daha gerekir; "post"ta son blok zaten normla biter.
        self.last = nn.LayerNorm(width) if norm == "pre" else nn.Identity()
        self.head = nn.Linear(width, classes)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        real = tokens != 0
        x = self.letters(tokens) + self.places.weight[: tokens.shape[1]]
        for block in self.blocks:
            x = block(x, real)
        return self.head(mean_of_real(self.last(x), real))


def mean_of_real(x: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
    """(n, harf, genişlik) gösterimlerin, dolgu olmayan harflerdeki ortalaması, (n, genişlik)."""
    weight = real.to(x.dtype) / real.sum(1, keepdim=True)
    return (weight[:, None, :] @ x).squeeze(1)


def transformer(
    vocabulary: int,
    classes: int,
    *,
    length: int,
    width: int = 64,
    heads: int = 4,
    depth: int = 6,
    norm: str = "post",
    ffn: int | None = None,
    seed: int = 0,
) -> Transformer:
    """int64 harf numaralarını, (n, length), sınıf logitlerine, (n, classes), çeviren küçük transformer; dropout yok.

    `vocabulary`: numara sayısı, 0 dolgudur ve dikkate de ortalamaya da girmez; her satırda en az bir harf olmalıdır.
    `length`: en uzun dizi; `width`: gösterim genişliği, `heads` dikkat başına tam bölünmeli; `depth`: blok sayısı;
    `norm`: "post" ya da "pre"; `ffn`: ileri beslemenin ara genişliği (verilmezse 2·width). Öğrenilen yer gömmesi, harf
    gömmesine eklenir; son gösterimlerin ortalamasından sınıf çıkar. Başlangıç `nn.TransformerEncoderLayer`ınkidir
    (dikkatte Xavier, öbür katmanlarda torch'un varsayılanı), bloklar ayrı ayrı, `seed`den çekilir.
    """
    sizes = {"vocabulary": vocabulary, "classes": classes, "length": length, "heads": heads, "depth": depth}
    sizes = {name: integer(name, value) for name, value in sizes.items()}
    width = integer("width", width)
    ffn = 2 * width if ffn is None else integer("ffn", ffn)
    if width % sizes["heads"]:
        raise ValueError(f"`width` = {width} olamaz; dikkat başı sayısına (`heads` = {heads}) tam bölünmeli")
    norm = one_of("norm", norm, NORMS)
    with seeded(seed):
        return Transformer(**sizes, width=width, norm=norm, ffn=ffn)
