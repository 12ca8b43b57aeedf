from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw, ImageFont

from promptlint.facts.reference.decode import Decoded
from promptlint.facts.reference.model import TextBox
from promptlint.facts.reference.text import find_text, is_text
from promptlint.geometry import Box

SIZE = (1280, 720)


def texts(image: Image.Image) -> tuple[TextBox, ...]:
    return find_text(Decoded(image, *image.size))


def scenery(size: tuple[int, int] = SIZE) -> Image.Image:
    """A soft sky over soft ground."""
    ramp = Image.linear_gradient("L").resize(size)
    return Image.merge(
        "RGB",
        (ramp.point(lambda v: 60 + v // 2), ramp.point(lambda v: 90 + v // 3), ramp.point(lambda v: 150 - v // 3)),
    )


def written(
    text: str,
    at: tuple[float, float],
    height: float,
    fill: tuple[int, int, int] = (255, 255, 255),
    alpha: float = 1,
    image: Image.Image | None = None,
) -> tuple[Image.Image, Box]:
    """A picture with a text, and where it stands; place and height are shares of the picture."""
    image = image or scenery()
    font = ImageFont.load_default(size=height * image.height)
    layer = Image.new("RGBA", image.size)
    place = (at[0] * image.width, at[1] * image.height)
    ImageDraw.Draw(layer).text(place, text, font=font, fill=(*fill, round(255 * alpha)))
    left, top, right, bottom = (round(value) for value in ImageDraw.Draw(layer).textbbox(place, text, font=font))
    return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB"), Box(
        left, top, right - left, bottom - top
    )


@pytest.mark.parametrize(
    ("text", "at", "height", "alpha"),
    [
        ("We leave at dawn.", (0.3, 0.85), 0.06, 1),
        ("@lady.diana", (0.02, 0.94), 0.04, 0.8),
        ("StockBank", (0.85, 0.02), 0.04, 0.6),
        ("PREVIEW", (0.2, 0.4), 0.16, 0.7),
    ],
)
def test_text_is_read_where_it_stands(text: str, at: tuple[float, float], height: float, alpha: float) -> None:
    image, box = written(text, at, height, alpha=alpha)
    (found,) = texts(image)
    assert found.text.replace(" ", "").lower() == text.replace(" ", "").lower()
    assert found.box.overlap(box) > 0.35
    assert found.score > 0.75


def test_lines_come_from_top_to_bottom() -> None:
    image, _ = written("second line", (0.1, 0.6), 0.06)
    image, _ = written("first line", (0.5, 0.2), 0.06, image=image)
    assert [found.text for found in texts(image)] == ["first line", "second line"]


@pytest.mark.parametrize("angle", [90, -90, 30, -20])
def test_slanted_and_upended_text(angle: float) -> None:
    page = Image.new("RGB", (700, 700), "#33475c")
    image, _ = written("Harbour Light", (0.2, 0.45), 0.07, image=page)
    (found,) = texts(image.rotate(angle, Image.Resampling.BICUBIC, fillcolor="#33475c"))
    assert found.text.replace(" ", "") == "HarbourLight"


def test_places_are_those_of_the_full_picture() -> None:
    image, box = written("Harbour Light", (0.5, 0.7), 0.06)
    (found,) = texts(image.resize((3840, 2160), Image.Resampling.BICUBIC))
    assert found.box.overlap(Box(*(3 * value for value in box))) > 0.35


def windows() -> Image.Image:
    image = Image.new("RGB", SIZE, "#41525e")
    for x in range(60, 1200, 44):
        for y in range(40, 700, 70):
            ImageDraw.Draw(image).rectangle((x, y, x + 20, y + 40), fill="#e8d9a0")
    return image


def beads() -> Image.Image:
    image = Image.new("RGB", SIZE, "#222a33")
    for x in range(0, 1280, 30):
        ImageDraw.Draw(image).ellipse((x, 300, x + 26, 326), outline="#f2c14e", width=5)
    return image


def railings() -> Image.Image:
    image = Image.new("RGB", SIZE, "#8fb4d8")
    for x in range(200, 800, 58):
        ImageDraw.Draw(image).rectangle((x, 470, x + 14, 540), fill="#1c1c1c")
    return image


@pytest.mark.parametrize("draw", [scenery, windows, beads, railings])
def test_patterns_are_no_text(draw: Callable[[], Image.Image]) -> None:
    assert texts(draw()) == ()


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ("@nina", True),
        ("Ab1", True),
        ("小红书", True),
        ("www.example.com", True),
        ("banana", True),
        ("ab", False),
        ("a-b!", False),
        ("", False),
        ("0O0O0OoQ", False),
        ("IIIl1lII", False),
        ("D0000000r", False),
        ("mmmm", False),
    ],
)
def test_what_may_be_text(reading: str, expected: bool) -> None:
    assert is_text(reading) is expected
