"""The grid of JPEG is found where it can be seen, and nowhere else."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picture_files import saved
from PIL import Image

from drawing.scenes import decoded, flat, shades, town
from promptlint.facts.reference.blockiness import VISIBLE, blockiness
from promptlint.facts.reference.decode import Decoded
from promptlint.facts.reference.header import read_header
from promptlint.facts.reference.model import HeaderFacts
from promptlint.facts.reference.pixels import pixel_facts
from promptlint.picture_limits import Limits


def compressed(image: Image.Image, quality: int) -> Image.Image:
    return Image.open(BytesIO(saved(image, "JPEG", quality=quality))).convert("RGB")


def recompressed(data: bytes) -> bool:
    header = read_header(data, Limits())
    assert isinstance(header, HeaderFacts)
    return pixel_facts(Decoded.decode(data, header), header).recompressed


@pytest.mark.parametrize("image", [shades(), town(), flat(size=(64, 64))], ids=["shades", "town", "flat"])
def test_there_is_no_grid_without_jpeg(image: Image.Image) -> None:
    found = blockiness(decoded(image))
    assert found is not None
    assert found < 0.1


@pytest.mark.parametrize("factor", [2, 4])
def test_enlarged_pixels_are_no_grid(factor: int) -> None:
    small = Image.fromarray(np.random.default_rng(0).integers(0, 256, (60, 80, 3), np.uint8))
    large = small.resize((80 * factor, 60 * factor), Image.Resampling.NEAREST)
    found = blockiness(decoded(large))
    assert found is not None
    assert found < VISIBLE


@settings(max_examples=10)
@given(st.integers(0, 100), st.integers(36, 92), st.integers(16, 60))
def test_much_more_compression_is_not_less_blocky(seed: int, quality: int, less: int) -> None:
    image = shades(seed, (320, 240))
    fine, coarse = (blockiness(decoded(compressed(image, max(q, 20)))) for q in (quality, quality - less))
    assert fine is not None
    assert coarse is not None
    assert coarse >= fine - 0.25


@pytest.mark.parametrize("offset", [0, 3])
def test_a_compressed_picture_is_found_in_its_next_format_also_when_cut(offset: int) -> None:
    image = compressed(shades(), 25).crop((offset, offset, 500, 380))
    assert recompressed(saved(image, "PNG"))
    assert recompressed(saved(image, "WEBP", lossless=True))


def test_a_good_jpeg_leaves_nothing_to_report() -> None:
    assert not recompressed(saved(compressed(shades(), 90), "PNG"))


def test_the_blocks_of_a_jpeg_are_its_own() -> None:
    assert not recompressed(saved(shades(), "JPEG", quality=25))
    assert recompressed(saved(compressed(shades(), 25), "JPEG", quality=95))


def test_a_picture_decoded_at_a_reduced_size_is_not_judged() -> None:
    data = saved(flat(size=(2560, 1440)), "JPEG", quality=90)
    header = read_header(data, Limits())
    assert isinstance(header, HeaderFacts)
    assert blockiness(Decoded.decode(data, header)) is None


@pytest.mark.parametrize("size", [(1, 1), (31, 200), (33, 33)])
def test_small_pictures_pass(size: tuple[int, int]) -> None:
    found = blockiness(decoded(town(size=size)))
    assert (found is None) == (min(size) < 32)
