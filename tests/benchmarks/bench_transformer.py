"""Sözcük transformer'ının hızı: adım başına süre, 300 adımlık koşu ve torch'un aynı boydaki kodlayıcısı."""

import time

import torch
from torch import nn

from lrlab.train import Dataset, Run, vowel_harmony, warmup_network
from lrlab.train.data.words import LENGTH, VOCABULARY
from lrlab.train.networks.transformers import mean_of_real
from lrlab.train.records.warmup import BATCH, DEPTH, STEPS

BLOCK, REPEATS = 30, 5


class Torchs(nn.Module):
    """Kayıttaki ağın, blokları nn.TransformerEncoder olan eşi."""

    def __init__(self, norm: str) -> None:
        super().__init__()
        first = norm == "pre"
        layer = nn.TransformerEncoderLayer(32, 2, 64, dropout=0.0, batch_first=True, norm_first=first)
        self.letters, self.places = nn.Embedding(VOCABULARY, 32), nn.Embedding(LENGTH, 32)
        last = nn.LayerNorm(32) if first else None
        self.encoder = nn.TransformerEncoder(layer, DEPTH, norm=last, enable_nested_tensor=False)
        self.head = nn.Linear(32, 2)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        real = tokens != 0
        x = self.encoder(self.letters(tokens) + self.places.weight, src_key_padding_mask=~real)
        return self.head(mean_of_real(x, real))


def step_ms(data: Dataset, model: nn.Module) -> float:
    """Bir adımın işlemci süresi, ms: ölçülen parçaların en kısası, dolu makinede en az bozulandır."""
    run = Run(data, model, "adam", lr=1e-3, batch_size=BATCH, every=None, device="cpu")
    run.step(BLOCK)
    taken = []
    for _ in range(REPEATS):
        began = time.process_time()
        run.step(BLOCK)
        taken.append(time.process_time() - began)
    return min(taken) / BLOCK * 1000


def main() -> None:
    data = vowel_harmony()
    print(f"{DEPTH} blok, genişlik 32, m = {BATCH}, tek iş parçacığı (işlemci süresi)")
    print(f"{'':8} {'adım (ms)':>10} {f'{STEPS} adım (s)':>13} {'nn.TransformerEncoder (ms)':>27} {'oran':>5}")
    for norm in ("post", "pre"):
        ours, theirs = step_ms(data, warmup_network(norm)), step_ms(data, Torchs(norm))
        print(f"{norm:8} {ours:>10.1f} {ours * STEPS / 1000:>13.2f} {theirs:>27.1f} {theirs / ours:>5.2f}")


if __name__ == "__main__":
    main()
