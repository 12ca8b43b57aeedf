from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from drawing.portraits import Person, portrait
from promptlint.facts.reference.decode import Decoded
from promptlint.facts.reference.faces import find_faces
from promptlint.facts.reference.model import SubjectFacts
from promptlint.facts.reference.subject import find_subject
from promptlint.geometry import Box


def subject_of(image: Image.Image) -> SubjectFacts:
    picture = Decoded(image, *image.size)
    return find_subject(picture, find_faces(picture))


def ball(size: tuple[int, int], box: Box, background: Image.Image | None = None) -> Image.Image:
    """A red ball with some shading."""
    image = background or Image.new("RGB", size, "#d9d5cc")
    draw = ImageDraw.Draw(image)
    for step in range(40):
        inset = step / 40
        colour = (120 + 3 * step, 20 + 2 * step, 20 + step)
        x, y = box.x + 0.4 * inset * box.width, box.y + 0.3 * inset * box.height
        draw.ellipse((x, y, x + (1 - inset) * box.width, y + (1 - inset) * box.height), fill=colour)
    return image


@pytest.mark.parametrize("box", [Box(400, 250, 180, 180), Box(150, 60, 560, 520)])
def test_one_thing_before_a_plain_wall(box: Box) -> None:
    facts = subject_of(ball((960, 640), box))
    assert facts.subject is not None
    assert facts.subject.box.overlap(box) > 0.85
    assert facts.subject.share == pytest.approx(box.share_of(960, 640), abs=0.05)
    assert facts.subject.parts == (facts.subject.box,)
    assert facts.background == "plain"


def test_a_face_brings_its_body() -> None:
    person = Person(at=(0.3, 0.4), height=0.2)
    facts = subject_of(portrait(person, size=(1200, 800)))
    assert facts.subject is not None
    assert facts.subject.box.bottom == pytest.approx(800, abs=16)
    assert facts.subject.box.x < 0.3 * 1200 < facts.subject.box.right
    assert 0.1 < facts.subject.share < 0.45


@pytest.mark.parametrize("colour", ["black", "white", "#7f8a91"])
def test_in_an_empty_picture_nothing_stands_out(colour: str) -> None:
    facts = subject_of(Image.new("RGB", (640, 360), colour))
    assert facts == SubjectFacts(None, "plain", 0.0, ())


def test_a_restless_background() -> None:
    hatched = Image.new("RGB", (960, 640), "#c8c0b0")
    draw = ImageDraw.Draw(hatched)
    for x in range(-640, 960, 16):
        draw.line((x, 0, x + 640, 640), "#3a2a1a", 5)
        draw.line((x + 640, 0, x, 640), "#587a3a", 4)
    assert subject_of(ball((960, 640), Box(330, 170, 300, 300), hatched)).background == "busy"
