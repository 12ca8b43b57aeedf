"""CIELAB, the regions of the colour words, and names."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import webcolors
from hypothesis import given
from hypothesis import strategies as st

from promptlint.facts.prompt import load_vocabulary
from promptlint.facts.reference.colour import Lab, hex_code, lightness_of, shares, within
from promptlint.facts.reference.colour_names import nearest_name
from promptlint.facts.reference.families import FAMILIES, HAIR

LEXICONS = Path(__file__).parents[3] / "rules" / "promptlint_rules" / "lexicons"


def lab_of(*colours: tuple[int, int, int] | str) -> Lab:
    values = [webcolors.name_to_rgb(colour) if isinstance(colour, str) else colour for colour in colours]
    return Lab.of(np.array([tuple(value) for value in values], np.uint8))


@pytest.mark.parametrize(
    ("colour", "wanted"),
    [
        ((0, 0, 0), (0, 0, 0)),
        ((255, 255, 255), (100, 0, 0)),
        ((119, 119, 119), (50.03, 0, 0)),
        ((255, 0, 0), (53.24, 80.09, 67.20)),
        ((0, 255, 0), (87.73, -86.18, 83.18)),
        ((0, 0, 255), (32.30, 79.19, -107.86)),
        ((10, 4, 3), (1.43, 1.43, 0.93)),
    ],
)
def test_lab_is_that_of_the_standard(colour: tuple[int, int, int], wanted: tuple[float, float, float]) -> None:
    lab = lab_of(colour)
    assert (lab.light[0], lab.a[0], lab.b[0]) == pytest.approx(wanted, abs=0.06)


def test_chroma_and_hue_follow() -> None:
    lab = lab_of("red", "blue", "teal")
    assert lab.chroma == pytest.approx(np.hypot(lab.a, lab.b))
    assert lab.hue == pytest.approx([40.0, 306.3, 196.4], abs=0.3)


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_a_colour_comes_back_from_lab(colour: tuple[int, int, int]) -> None:
    lab = lab_of(colour)
    code = bytes.fromhex(hex_code(float(lab.light[0]), float(lab.a[0]), float(lab.b[0]))[1:])
    assert max(abs(a - b) for a, b in zip(code, colour, strict=True)) <= 1


def test_colours_outside_srgb_get_a_code() -> None:
    assert hex_code(50, 150, -150).startswith("#")


PALE = {"mint", "peach"}
"""Their CSS colours are paler than what people call so."""


def test_words_lie_in_their_family() -> None:
    outside = {
        word
        for word, colour in load_vocabulary(LEXICONS).colours.items()
        if not (colour.hair or colour.hair_only)
        and colour.family in FAMILIES
        and not within(lab_of(colour.css), FAMILIES[colour.family])[0]
    }
    assert outside == PALE


@pytest.mark.parametrize(
    ("colour", "families", "not_families"),
    [
        ((178, 34, 34), {"red"}, {"green", "blue", "teal", "purple", "white", "yellow"}),
        ((222, 184, 162), set(), {"red", "green", "blue", "teal", "purple"}),
        ((110, 80, 50), set(), {"red", "green", "blue", "purple", "pink", "white"}),
        ((128, 128, 128), set(), set(FAMILIES)),
        ((70, 130, 150), {"teal", "blue"}, {"red", "orange", "pink", "purple"}),
        ((240, 238, 230), {"white"}, {"red", "blue", "green", "black"}),
        ((15, 15, 18), {"black"}, {"white", "red", "blue", "yellow"}),
    ],
    ids=["firebrick", "skin", "wood", "grey", "sea", "paper", "coal"],
)
def test_families_hold_what_may_pass_for_them(
    colour: tuple[int, int, int], families: set[str], not_families: set[str]
) -> None:
    found = {share.family for share in shares(lab_of(colour), FAMILIES) if share.share}
    assert families <= found
    assert not found & not_families


@pytest.mark.parametrize(
    ("colour", "families", "not_families"),
    [
        ((18, 14, 12), {"black"}, {"yellow", "grey", "white", "blue"}),
        ((196, 160, 104), {"yellow"}, {"black", "grey", "red"}),
        ((110, 52, 28), {"red", "orange", "brown"}, {"black", "yellow", "grey"}),
        ((150, 150, 152), {"grey"}, {"black", "red", "yellow", "brown"}),
    ],
    ids=["black", "blonde", "auburn", "silver"],
)
def test_hair_has_regions_of_its_own(colour: tuple[int, int, int], families: set[str], not_families: set[str]) -> None:
    found = {share.family for share in shares(lab_of(colour), HAIR) if share.share}
    assert families <= found
    assert not found & not_families


def test_shares_count_pixels_and_vivid_ones() -> None:
    found = {share.family: share for share in shares(lab_of("red", "red", (120, 70, 70), "white"), FAMILIES)}
    assert (found["red"].share, found["red"].vivid) == (0.75, 0.5)
    assert (found["white"].share, found["white"].vivid) == (0.25, 0)


def test_no_pixels_have_no_colour() -> None:
    nothing = lab_of("red").at(np.array([False]))
    assert {share.share for share in shares(nothing, FAMILIES)} == {0.0}
    assert lightness_of(nothing.light).median == 0


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ((0, 0, 0), "black"),
        ((252, 252, 252), "white"),
        ((0, 0, 120), "navy"),
        ((105, 20, 36), "burgundy"),
        ((0, 125, 125), "teal"),
        ((246, 236, 210), "cream"),
        ((210, 160, 45), "mustard"),
        ((120, 60, 32), "auburn"),
        ((45, 46, 48), "charcoal"),
    ],
)
def test_names_are_those_of_every_day(colour: tuple[int, int, int], name: str) -> None:
    lab = lab_of(colour)
    assert nearest_name((float(lab.light[0]), float(lab.a[0]), float(lab.b[0]))) == name
