"""Exposure, tints, the time of day and the palette."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageOps

from drawing.scenes import blurred, flat, meadow, night, noisy, pixels_of, product, town
from promptlint.facts.reference.colour import Lab
from promptlint.facts.reference.exposure import connected_to_border, exposure
from promptlint.facts.reference.model import Exposure
from promptlint.facts.reference.palette import palette
from promptlint.facts.reference.time_of_day import time_of_day
from promptlint.facts.reference.tint import is_in_coloured_light, is_monochrome


def small(image: Image.Image) -> Image.Image:
    return ImageOps.contain(image.convert("RGB"), (256, 256))


def lab_of(image: Image.Image) -> Lab:
    return Lab.of(pixels_of(small(image)))


def exposed(image: Image.Image) -> Exposure:
    return exposure(pixels_of(image), Lab.of(pixels_of(image)).light)


def lamp(colour: tuple[int, int, int], seed: int = 0) -> Image.Image:
    """A town that light of one colour falls on."""
    grey = np.asarray(town(seed).convert("L"), np.float32)[..., None] / 255
    return Image.fromarray((grey * np.array(colour)).astype(np.uint8))


@pytest.mark.parametrize(
    ("image", "low_key"),
    [
        (flat((20, 20, 24)), True),
        (night().point(lambda value: value * 2 // 3), True),
        (town(), False),
        (product((6, 6, 6), (30, 30, 30)), True),
        (flat((70, 70, 70)), False),
    ],
)
def test_low_key_is_dark_with_nothing_bright(image: Image.Image, low_key: bool) -> None:
    assert exposed(image).low_key is low_key


def test_burnt_out_parts_count_and_white_borders_do_not() -> None:
    image = flat((120, 110, 100), (100, 100))
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 40, 59, 59), "white")
    assert exposed(image).clipped == 0.04
    draw.rectangle((0, 40, 59, 59), "white")
    assert exposed(image).clipped == 0
    assert exposed(flat((255, 255, 255))).clipped == 0


@settings(max_examples=40)
@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 2**32 - 1))
def test_the_border_reaches_what_a_walk_reaches(height: int, width: int, seed: int) -> None:
    mask = np.random.default_rng(seed).random((height, width)) < 0.6
    reached = set()
    edge = [(y, x) for y, x in np.argwhere(mask).tolist() if y in (0, height - 1) or x in (0, width - 1)]
    while edge:
        y, x = edge.pop()
        if (y, x) not in reached and 0 <= y < height and 0 <= x < width and mask[y, x]:
            reached.add((y, x))
            edge += [(y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)]
    assert {tuple(place) for place in np.argwhere(connected_to_border(mask)).tolist()} == reached


def sepia() -> Image.Image:
    return ImageOps.colorize(town().convert("L"), "#1a0f06", "#fff0d2", "#8a6238")


def spot_of_colour() -> Image.Image:
    image = town().convert("L").convert("RGB")
    ImageDraw.Draw(image).rectangle((200, 100, 400, 250), (200, 30, 40))
    return image


@pytest.mark.parametrize(
    ("image", "monochrome"),
    [
        (town().convert("L"), True),
        (sepia(), True),
        (noisy(sepia(), 3), True),
        (lamp((90, 130, 255)), True),
        (flat(), True),
        (town(), False),
        (meadow(), False),
        (spot_of_colour(), False),
        (ImageOps.colorize(town().convert("L"), "#0a5c5c", "#ffb040"), False),
    ],
    ids=["grey", "sepia", "grainy sepia", "blue", "flat", "town", "meadow", "one spot", "teal and orange"],
)
def test_monochrome_has_no_colour_or_one_tint(image: Image.Image, monochrome: bool) -> None:
    assert is_monochrome(lab_of(image)) is monochrome


@pytest.mark.parametrize(
    ("image", "coloured"),
    [
        (lamp((255, 120, 40)), True),
        (lamp((80, 110, 255)), True),
        (town(), False),
        (town().convert("L"), False),
        (meadow(), False),
        (flat((0, 0, 0)), False),
    ],
    ids=["orange lamp", "blue lamp", "town", "grey", "meadow", "black"],
)
def test_coloured_light_leaves_one_hue(image: Image.Image, coloured: bool) -> None:
    assert is_in_coloured_light(lab_of(image)) is coloured


def sunset() -> Image.Image:
    image = Image.new("RGB", (640, 400), (240, 170, 110))
    ImageDraw.Draw(image).rectangle((0, 130, 640, 400), (14, 12, 16))
    return image


def forest_floor() -> Image.Image:
    return noisy(flat((38, 52, 22), (320, 200)), 10)


@pytest.mark.parametrize(
    ("image", "wanted"),
    [
        (meadow(), "day"),
        (blurred(meadow(), 3), "day"),
        (night(), "night"),
        (night().point(lambda value: min(value * 2, 255) if value > 200 else value), "night"),
        (product((245, 245, 245)), "unclear"),
        (product((4, 4, 4)), "unclear"),
        (product((0, 110, 200), (240, 240, 240)), "unclear"),
        (sunset(), "unclear"),
        (forest_floor(), "unclear"),
        (flat(size=(20, 20)), "unclear"),
        (flat((255, 255, 255), (300, 200)), "unclear"),
        (flat((0, 0, 0), (300, 200)), "unclear"),
    ],
    ids=[
        "meadow", "soft meadow", "street at night", "bright lamps", "white backdrop", "black backdrop", "blue backdrop",
        "silhouette", "forest floor", "tiny", "white", "black",
    ],
)  # fmt: skip
def test_the_time_of_day_is_told_or_left_open(image: Image.Image, wanted: str) -> None:
    assert time_of_day(lab_of(image)) == wanted


def swatches(image: Image.Image) -> dict[str, float]:
    return {swatch.name: swatch.share for swatch in palette(pixels_of(image), Lab.of(pixels_of(image)))}


def test_the_palette_has_the_shares_of_the_colours() -> None:
    image = flat((0, 0, 125), (100, 100))
    ImageDraw.Draw(image).rectangle((0, 0, 99, 24), (240, 20, 20))
    ImageDraw.Draw(image).point((5, 50), (0, 255, 0))
    assert swatches(image) == {"navy": pytest.approx(0.75, abs=0.001), "red": pytest.approx(0.25)}


def test_a_swatch_has_the_same_colour_in_both_ways() -> None:
    (only,) = palette(pixels_of(flat((192, 160, 128))), Lab.of(pixels_of(flat((192, 160, 128)))))
    assert only.hex == "#c0a080"
    assert only.lab == pytest.approx((67.8, 7.5, 21.2), abs=0.5)
    assert only.share == 1


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1), st.integers(1, 30), st.integers(1, 30), st.integers(1, 12))
def test_palettes_are_few_distinct_and_always_the_same(seed: int, width: int, height: int, colours: int) -> None:
    random = np.random.default_rng(seed)
    chosen = random.integers(0, 256, (colours, 3), np.uint8)
    rgb = chosen[random.integers(0, colours, (height, width))]
    found = palette(rgb, Lab.of(rgb))
    assert found == palette(rgb, Lab.of(rgb))
    assert 1 <= len(found) <= min(colours, 8)
    assert len({swatch.name for swatch in found}) == len(found)
    assert list(found) == sorted(found, key=lambda swatch: -swatch.share)
    assert 0.9 <= sum(swatch.share for swatch in found) <= 1.001
