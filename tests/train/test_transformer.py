"""Transformer: torch'un kendi kodlayıcısıyla eşitlik, dolgu, tohum ve girdi denetimi."""

import pytest
import torch
from torch import nn

from lrlab.train import transformer
from lrlab.train.networks.flat import flatten
from lrlab.train.networks.transformers import Block

SIZES = {"length": 6, "width": 16, "heads": 4, "depth": 2, "ffn": 24}


def tokens(n=5, length=6):
    rows = torch.randint(1, 10, (n, length), generator=torch.Generator().manual_seed(0))
    for i, row in enumerate(rows):
        row[2 + i % (length - 1) :] = 0
    return rows


def oracle(block, norm):
    """nn.TransformerEncoderLayer, float64, ağırlıkları bloktan alınmış."""
    layer = nn.TransformerEncoderLayer(16, 4, 24, dropout=0.0, batch_first=True, norm_first=norm == "pre").double()
    copied = {
        "self_attn.in_proj_weight": block.attention.query_key_value.weight,
        "self_attn.in_proj_bias": block.attention.query_key_value.bias,
        **{f"self_attn.out_proj.{k}": v for k, v in block.attention.out.state_dict().items()},
        **{f"linear1.{k}": v for k, v in block.wide.state_dict().items()},
        **{f"linear2.{k}": v for k, v in block.narrow.state_dict().items()},
        **{f"norm1.{k}": v for k, v in block.norm1.state_dict().items()},
        **{f"norm2.{k}": v for k, v in block.norm2.state_dict().items()},
    }
    layer.load_state_dict(copied)
    return layer


def spread(block):
    """Bütün ağırlıkları, sıfır ve bir olanları da, rastgele yapar: her parametrenin işi sınansın."""
    generator = torch.Generator().manual_seed(1)
    for p in block.parameters():
        p.data += 0.3 * torch.randn(p.shape, generator=generator, dtype=p.dtype)


@pytest.mark.parametrize("norm", ["post", "pre"])
def test_block_equals_torchs_layer_with_the_same_weights(norm):
    block = Block(16, 4, 24, norm).double()
    spread(block)
    layer, real = oracle(block, norm).train(), tokens() != 0
    x = torch.randn(5, 6, 16, dtype=torch.float64, generator=torch.Generator().manual_seed(2))
    ours, theirs = block(x, real), layer(x, src_key_padding_mask=~real)
    assert torch.allclose(ours[real], theirs[real], atol=1e-12)
    ours[real].square().sum().backward()
    theirs[real].square().sum().backward()
    assert torch.allclose(block.wide.weight.grad, layer.linear1.weight.grad, atol=1e-10)
    assert torch.allclose(block.attention.query_key_value.weight.grad, layer.self_attn.in_proj_weight.grad, atol=1e-10)


def test_initial_weights_are_drawn_as_torchs_layer_draws_them():
    ours, theirs = Block(64, 4, 128, "post"), nn.TransformerEncoderLayer(64, 4, 128, dropout=0.0)
    pairs = {
        ours.attention.query_key_value.weight: theirs.self_attn.in_proj_weight,
        ours.attention.out.weight: theirs.self_attn.out_proj.weight,
        ours.wide.weight: theirs.linear1.weight,
        ours.narrow.weight: theirs.linear2.weight,
    }
    for own, other in pairs.items():
        assert own.abs().max().item() == pytest.approx(other.abs().max().item(), rel=0.02)  # düzgün dağılımın ucu
        assert own.std().item() == pytest.approx(other.std().item(), rel=0.05)
    for own, other in ((ours.attention.query_key_value, theirs.self_attn.in_proj_bias), (ours.attention.out, None)):
        assert not own.bias.any()
        assert other is None or not other.any()


@pytest.mark.parametrize("norm", ["post", "pre"])
def test_padding_changes_nothing(norm):
    model = transformer(30, 3, norm=norm, **SIZES).double()
    rows = tokens()[:, :4]
    longer = torch.cat([rows, torch.zeros(5, 2, dtype=torch.int64)], 1)
    assert torch.allclose(model(rows), model(longer), atol=1e-12)
    spread(model.letters)  # dolgunun gömmesi ne olursa olsun
    before = model(longer)
    model.letters.weight.data[0] += 100
    assert torch.allclose(before, model(longer), atol=1e-12)


def test_order_of_letters_matters():
    model = transformer(30, 2, **SIZES)
    assert not torch.allclose(model(torch.tensor([[1, 2, 3]])), model(torch.tensor([[3, 2, 1]])), atol=1e-3)


def test_norms_differ_only_in_where_they_stand():
    post, pre = (transformer(30, 2, norm=norm, **SIZES) for norm in ("post", "pre"))
    for name, value in post.state_dict().items():
        assert torch.equal(value, pre.state_dict()[name])
    assert set(pre.state_dict()) - set(post.state_dict()) == {"last.weight", "last.bias"}


def test_depth_and_width_set_the_parameter_count():
    def count(**changed):
        return len(flatten(transformer(30, 2, **{**SIZES, **changed}))[0])

    block = 4 * (16 * 16 + 16) + 2 * 16 * 24 + 24 + 16 + 4 * 16
    assert count(depth=3) - count(depth=2) == block
    assert count(depth=1) == block + (30 + 6) * 16 + 2 * 16 + 2
    assert count(ffn=None) == count(ffn=32)


def test_seed_decides_the_weights_and_the_global_generator_is_untouched():
    torch.manual_seed(7)
    before = torch.get_rng_state()
    first, same, other = (flatten(transformer(30, 2, seed=seed, **SIZES))[0] for seed in (1, 1, 2))
    assert torch.equal(first, same)
    assert not torch.equal(first, other)
    assert torch.equal(before, torch.get_rng_state())


@pytest.mark.parametrize(
    ("changed", "error", "said"),
    [
        ({"width": 18}, ValueError, r"`width` = 18 olamaz; dikkat başı sayısına \(`heads` = 4\) tam bölünmeli"),
        ({"norm": "son"}, ValueError, "`norm` = 'son' olamaz; seçenekler: 'post', 'pre'"),
        ({"depth": 0}, ValueError, "`depth` = 0 olamaz"),
        ({"ffn": 0}, ValueError, "`ffn` = 0 olamaz"),
        ({"heads": "iki"}, TypeError, "`heads` bir sayı olmalı"),
    ],
)
def test_bad_input_is_named(changed, error, said):
    with pytest.raises(error, match=said):
        transformer(30, 2, **{**SIZES, **changed})
