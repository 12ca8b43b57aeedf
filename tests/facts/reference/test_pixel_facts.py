"""The stage as a whole: any picture gives facts that go to JSON and back."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picture_files import saved
from PIL import Image

from drawing.scenes import flat, town
from promptlint.facts.reference import PixelFacts, Stage
from promptlint.facts.reference.analyse import analyse
from promptlint.facts.reference.families import FAMILIES
from promptlint.facts.serial import from_plain, to_plain
from promptlint.picture_limits import Limits

PIXELS = frozenset({Stage.PIXELS})
FORMATS = {
    "RGB": "PNG", "L": "JPEG", "1": "PNG", "P": "GIF", "RGBA": "WEBP", "LA": "PNG", "CMYK": "JPEG", "I;16": "PNG",
    "F": "TIFF",
}  # fmt: skip


def pixels_of(data: bytes) -> PixelFacts:
    known = analyse(data, PIXELS, Limits())
    assert known.unreadable is None
    assert known.pixels is not None
    return known.pixels


@settings(max_examples=60)
@given(
    st.sampled_from(sorted(FORMATS)), st.integers(1, 70), st.integers(1, 70), st.integers(0, 2**32 - 1), st.integers(1, 40)
)  # fmt: skip
def test_any_picture_has_facts(mode: str, width: int, height: int, seed: int, coarse: int) -> None:
    random = np.random.default_rng(seed)
    small = random.integers(0, 256, (max(height // coarse, 1), max(width // coarse, 1), 4), np.uint8)
    image = Image.fromarray(small, "RGBA").resize((width, height))
    image = image.convert("L").convert(mode) if mode in ("I;16", "F") else image.convert(mode)
    found = pixels_of(saved(image, FORMATS[mode]))
    assert from_plain(PixelFacts, json.loads(json.dumps(to_plain(found)))) == found
    shares = [*(share.share for share in found.frame.shares), *(share.vivid for share in found.frame.shares)]
    shares += [found.transparent, found.exposure.clipped, *(swatch.share for swatch in found.palette)]
    assert all(0 <= share <= 1 for share in shares)
    assert [share.family for share in found.frame.shares] == list(FAMILIES)
    assert found.palette
    assert (
        0 <= found.exposure.lightness.p10 <= found.exposure.lightness.median <= found.exposure.lightness.p90 <= 100.01
    )
    assert found.frame.box[2:] == (width, height)


def test_pixels_are_decoded_only_where_asked_for() -> None:
    assert analyse(saved(town(), "PNG"), frozenset({Stage.HEADER}), Limits()).pixels is None


def test_a_picture_that_ends_early_is_damaged() -> None:
    data = saved(town(), "PNG")
    known = analyse(data[: len(data) // 2], PIXELS, Limits())
    assert known.unreadable is not None
    assert known.unreadable.trouble == "damaged"
    assert known.header is not None
    assert known.pixels is None


@pytest.mark.parametrize(("alpha", "share"), [(255, 0.0), (250, 0.0), (128, 1.0), (0, 1.0)])
def test_transparency_counts_where_it_is_seen(alpha: int, share: float) -> None:
    image = flat(size=(40, 40)).convert("RGBA")
    image.putalpha(alpha)
    assert pixels_of(saved(image, "PNG")).transparent == share


def test_half_a_picture_may_be_transparent() -> None:
    image = flat(size=(40, 40)).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 20, 40))
    assert pixels_of(saved(image, "PNG")).transparent == 0.5
    keyed = flat((9, 9, 9), (40, 40)).quantize(2)
    assert pixels_of(saved(keyed, "PNG", transparency=keyed.getpixel((0, 0)))).transparent == 1


def test_facts_are_the_same_whatever_was_asked_for_before() -> None:
    data = saved(town(), "PNG")
    assert pixels_of(data) == pixels_of(data)
