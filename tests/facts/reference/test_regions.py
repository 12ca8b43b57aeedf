"""The colours of subject, hair and garment, on a drawn portrait whose face is stated."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from picture_files import saved
from PIL import Image, ImageDraw

from drawing.portraits import Person
from drawing.portraits import portrait as drawn
from drawing.scenes import SKIN, decoded, noisy
from promptlint.facts.reference.analyse import analyse
from promptlint.facts.reference.model import DetectedObject, Face, PictureKind, Region, Stage
from promptlint.facts.reference.regions import regions, with_colours
from promptlint.geometry import Box
from promptlint.picture_limits import Limits

BLACK, BLONDE, AUBURN, GREY = (22, 18, 16), (206, 172, 112), (116, 54, 30), (150, 150, 150)
FACE = Face(
    Box(250, 150, 140, 190), 0.95, ((290, 230), (350, 230), (320, 265), (296, 300), (344, 300)), "frontal", 0.24, 65, 4
)


def portrait(
    hair: tuple[int, int, int] | None = BLACK,
    garment: tuple[int, int, int] = (30, 60, 160),
    background: tuple[int, int, int] = (170, 176, 170),
    hat: tuple[int, int, int] | None = None,
    light: tuple[float, float, float] = (1, 1, 1),
    scale: float = 1,
) -> Image.Image:
    image = Image.new("RGB", (640, 800), background)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((150, 360, 490, 800), 60, garment)
    draw.rectangle((285, 320, 355, 380), SKIN)
    if hair:
        draw.ellipse((205, 90, 435, 400), hair)
    draw.ellipse((235, 150 if hair else 95, 405, 350), SKIN)
    if hat:
        draw.rectangle((220, 90, 420, 165), hat)
    for x in (290, 350):
        draw.ellipse((x - 9, 225, x + 9, 235), (60, 40, 30))
    draw.line((296, 300, 344, 300), (150, 70, 70), 6)
    lit = np.asarray(noisy(image, 3), np.float32) * light
    image = Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8))
    return image.resize((round(640 * scale), round(800 * scale)))


def mask() -> np.ndarray:
    """What the network would say of the portrait, squeezed into a square."""
    shape = Image.new("L", (640, 800), 0)
    draw = ImageDraw.Draw(shape)
    draw.rounded_rectangle((150, 360, 490, 800), 60, 255)
    draw.ellipse((205, 90, 435, 400), 255)
    return np.asarray(shape.resize((320, 320)), np.float32) / 255


def parts(image: Image.Image, seen: np.ndarray | None = None, faces: tuple[Face, ...] = (FACE,)) -> dict[str, Region]:
    return {region.name: region for region in regions(decoded(image), seen, faces)}


@pytest.mark.parametrize(
    ("kind", "score", "box", "looked_at"),
    [
        ("product", 0.6, Box(160, 380, 320, 400), True),
        ("product", 0.3, Box(160, 380, 320, 400), False),
        ("product", 0.6, Box(160, 380, 20, 20), False),
        ("person", 0.9, Box(160, 380, 320, 400), False),
    ],
)
def test_sure_and_large_things_have_the_colours_of_their_boxes(
    kind: PictureKind, score: float, box: Box, looked_at: bool
) -> None:
    (thing,) = with_colours(decoded(portrait()), (DetectedObject(kind, "suitcase", box, score),))
    assert (thing.colours is not None) is looked_at
    if thing.colours is not None:
        assert thing.colours.share("blue") > 0.9
        assert thing.colours.share("red") == 0


@pytest.mark.parametrize(
    ("colour", "present", "absent"),
    [
        (BLACK, {"black"}, {"yellow", "red", "orange", "grey", "blue"}),
        (BLONDE, {"yellow", "beige"}, {"black", "red", "grey", "purple"}),
        (AUBURN, {"red", "orange", "brown"}, {"black", "yellow", "grey", "green"}),
        (GREY, {"grey"}, {"black", "red", "orange", "yellow", "pink"}),
        ((70, 90, 200), {"blue"}, {"black", "red", "yellow", "grey"}),
    ],
    ids=["black", "blonde", "auburn", "grey", "blue"],
)
@pytest.mark.parametrize("masked", [True, False])
def test_hair_shows_its_colour_and_no_other(
    colour: tuple[int, int, int], present: set[str], absent: set[str], masked: bool
) -> None:
    hair = parts(portrait(colour, background=colour if not masked else (0, 160, 60)), mask() if masked else None)[
        "hair"
    ]
    assert {family for family in present if hair.share(family) > 0.8} == present
    assert {family for family in absent if hair.share(family) > 0.03} == set()
    assert hair.face == 0
    assert not hair.coloured_light
    assert hair.skin < 0.2
    assert hair.unevenness < 10


def test_the_mask_keeps_the_background_out() -> None:
    green = portrait(background=(0, 160, 60))
    assert parts(green)["hair"].share("green") > 0.01
    assert parts(green, mask())["hair"].share("green") < 0.005
    assert parts(green)["garment"].share("green") > parts(green, mask())["garment"].share("green")


def test_a_bald_head_is_skin() -> None:
    found = parts(portrait(None, background=(40, 44, 48)), mask())
    assert "hair" not in found or found["hair"].skin > 0.3


def test_a_hat_makes_crown_and_sides_differ() -> None:
    assert parts(portrait(BLONDE, hat=(30, 40, 120)), mask())["hair"].unevenness > 40


@pytest.mark.parametrize(
    "light", [(1.0, 0.35, 0.2), (0.35, 0.45, 1.0), (0.9, 0.3, 0.9)], ids=["red", "blue", "magenta"]
)
def test_coloured_light_is_told(light: tuple[float, float, float]) -> None:
    found = parts(portrait(light=light), mask())
    assert found["hair"].coloured_light
    assert found["garment"].coloured_light


def test_dim_light_shows_in_the_lightness() -> None:
    bright, dim = (parts(portrait(BLONDE, light=(part,) * 3), mask())["hair"] for part in (1, 0.25))
    assert dim.lightness.median < 35 < bright.lightness.median


@pytest.mark.parametrize(
    ("colour", "family"),
    [((170, 30, 40), "red"), ((20, 90, 170), "blue"), ((240, 240, 236), "white"), ((230, 190, 40), "yellow")],
)
def test_a_garment_shows_its_colour(colour: tuple[int, int, int], family: str) -> None:
    garment = parts(portrait(garment=colour), mask())["garment"]
    assert garment.share(family) > 0.7
    others = {"red", "green", "blue", "purple", "white", "yellow"} - {family}
    assert max(garment.share(other) for other in others) < 0.02


def test_vivid_colours_are_told_from_dull_ones() -> None:
    bright, dull = (parts(portrait(garment=colour), mask())["garment"] for colour in ((200, 10, 20), (110, 66, 66)))
    assert bright.vivid("red") > 0.7
    assert dull.vivid("red") < 0.02


def test_boxes_are_in_pixels_of_the_picture() -> None:
    large = replace(
        FACE, box=Box(*(3 * side for side in FACE.box)), landmarks=tuple((3 * x, 3 * y) for x, y in FACE.landmarks)
    )
    found = parts(portrait(scale=3), mask(), (large,))
    assert found["subject"].box.overlap(Box(450, 270, 1020, 2130)) > 0.95
    hair = found["hair"].box
    assert 600 < hair.x < hair.right < 1350
    assert 250 < hair.y < hair.bottom < 1000
    assert found["garment"].box.y > large.box.bottom


def test_without_a_mask_there_is_no_subject() -> None:
    assert set(parts(portrait())) == {"hair", "garment"}
    assert parts(portrait(), np.zeros((320, 320), np.float32), ()) == {}


def test_small_faces_beside_a_large_one_are_left_out() -> None:
    small = replace(FACE, box=Box(20, 20, 40, 60))
    found = regions(decoded(portrait()), None, (FACE, small))
    assert {region.face for region in found} == {0}


@pytest.mark.parametrize(
    "face",
    [
        replace(FACE, landmarks=((300, 200),) * 5),
        replace(FACE, landmarks=tuple((300 + x / 50, 200 + y / 50) for x, y in FACE.landmarks)),
        replace(FACE, box=Box(250, 700, 140, 190), landmarks=tuple((x, y + 900) for x, y in FACE.landmarks)),
        replace(FACE, landmarks=tuple((x - 5000, y) for x, y in FACE.landmarks)),
    ],
    ids=["one point", "tiny", "below the picture", "beside it"],
)
def test_faces_without_hair_to_see_have_none(face: Face) -> None:
    assert "hair" not in parts(portrait(), None, (face,))


@pytest.mark.parametrize(
    ("person", "hair", "not_hair", "garment", "not_garment"),
    [
        (
            Person(hair="#1a1614", top="#a01824"),
            {"black"},
            {"yellow", "red", "grey"},
            "red",
            {"blue", "green", "white"},
        ),
        (Person(hair="#d8b878", top="#205aa8"), {"yellow"}, {"black", "red"}, "blue", {"red", "yellow", "black"}),
        (
            Person(hair="#7a3018", top="#2c7a3a"),
            {"red"},
            {"black", "yellow", "grey"},
            "green",
            {"red", "white", "purple"},
        ),
        (
            Person(hair="#9a9aa0", top="#f2f2ee"),
            {"grey"},
            {"black", "red", "yellow"},
            "white",
            {"red", "black", "green"},
        ),
    ],
    ids=["black", "blonde", "auburn", "grey"],
)
def test_what_the_networks_find_is_coloured_right(
    person: Person, hair: set[str], not_hair: set[str], garment: str, not_garment: set[str]
) -> None:
    known = analyse(saved(drawn(person, size=(640, 640)), "PNG"), frozenset({Stage.SUBJECT}), Limits()).subject
    assert known is not None
    found = {region.name: region for region in known.regions}
    assert set(found) == {"subject", "hair", "garment"}
    assert all(found["hair"].share(family) > 0.5 for family in hair)
    assert all(found["hair"].share(family) < 0.06 for family in not_hair)
    assert found["garment"].share(garment) > 0.5
    assert all(found["garment"].share(family) < 0.02 for family in not_garment)
