"""Blur is found, and what is sharp in one place is sharp."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from drawing.scenes import blurred, decoded, flat, meadow, night, noisy, product, smeared, town
from promptlint.facts.reference.sharpness import BLURRED, sharpness


def shallow() -> Image.Image:
    """A sharp quarter in front of a soft background."""
    image = blurred(town(3), 8)
    image.paste(town(4, (200, 180)), (220, 110))
    return image


SCENES = {
    "town": town,
    "tall": lambda: town(1, (400, 640)),
    "large": lambda: town(2, (1600, 1200)),
    "night": night,
    "meadow": meadow,
    "white backdrop": lambda: product((250, 250, 250)),
    "black backdrop": lambda: product((6, 6, 6)),
    "shallow depth of field": shallow,
    "grain": lambda: noisy(town(5), 12),
    "dark": lambda: town(6).point(lambda value: value // 4),
}


@pytest.mark.parametrize("name", SCENES)
def test_sharp_pictures_are_not_blurred(name: str) -> None:
    found = sharpness(decoded(SCENES[name]()))
    assert found is not None
    assert found > BLURRED


@pytest.mark.parametrize("deviation", [3, 5, 8])
@pytest.mark.parametrize("name", [name for name in SCENES if name not in ("large", "grain", "dark")])
def test_blurred_pictures_are(name: str, deviation: int) -> None:
    found = sharpness(decoded(blurred(SCENES[name](), deviation)))
    assert found is None or found < BLURRED


@pytest.mark.parametrize(
    "spoil",
    [lambda image: noisy(blurred(image, 3), 4), lambda image: blurred(image, 4).point(lambda value: value // 3)],
    ids=["noise over it", "in the dark"],
)
def test_blur_is_found_under(spoil: Callable[[Image.Image], Image.Image]) -> None:
    found = sharpness(decoded(spoil(town())))
    assert found is not None
    assert found < BLURRED


@pytest.mark.parametrize(("across", "down"), [(1, 0), (0, 1), (1, 1), (1, -1)])
def test_movement_is_found_though_edges_along_it_stay_sharp(across: int, down: int) -> None:
    found = sharpness(decoded(smeared(town(), across, down, 21)))
    assert found is not None
    assert found < BLURRED


@pytest.mark.parametrize("image", [flat(), flat(size=(3, 3)), flat(size=(2000, 4)), town(size=(1, 1))])
def test_nothing_is_said_without_edges(image: Image.Image) -> None:
    assert sharpness(decoded(image)) is None


@settings(max_examples=12)
@given(st.integers(0, 1000), st.floats(0, 4), st.floats(0.4, 3))
def test_more_blur_never_makes_it_sharper(seed: int, deviation: float, more: float) -> None:
    image = town(seed, (320, 240))
    once = sharpness(decoded(blurred(image, deviation)))
    twice = sharpness(decoded(blurred(blurred(image, deviation), more)))
    assert twice is None or (once is not None and twice <= once + 0.03)
