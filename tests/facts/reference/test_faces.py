from __future__ import annotations

import pytest
from PIL import Image, ImageFilter, ImageOps

from drawing.portraits import Person, portrait
from promptlint.facts.reference.decode import Decoded
from promptlint.facts.reference.faces import find_faces
from promptlint.facts.reference.model import Face
from promptlint.geometry import Box


def faces(image: Image.Image) -> tuple[Face, ...]:
    return find_faces(Decoded(image, *image.size))


def the_face(image: Image.Image) -> Face:
    (face,) = faces(image)
    return face


def drawn_at(person: Person, size: tuple[int, int]) -> Box:
    """Where a face was drawn."""
    height = person.height * size[1]
    x, y = person.at[0] * size[0], person.at[1] * size[1]
    return Box(round(x - 0.37 * height), round(y - height / 2), round(0.74 * height), round(height))


@pytest.mark.parametrize(
    "person",
    [
        Person(),
        Person(hair="#d8b26a", skin="#8d5a3c"),
        Person(hair="#121114", long_hair=False),
        Person(at=(0.3, 0.3), height=0.2),
        Person(at=(0.8, 0.7), height=0.12),
    ],
)
@pytest.mark.parametrize("size", [(800, 800), (1600, 900), (540, 960)])
def test_a_face_is_found_where_it_is(person: Person, size: tuple[int, int]) -> None:
    face = the_face(portrait(person, size=size))
    assert face.box.overlap(drawn_at(person, size)) > 0.6
    assert face.height_share == pytest.approx(face.box.height / size[1], abs=1e-3)
    assert face.score > 0.85
    right_eye, left_eye, nose, right_mouth, left_mouth = face.landmarks
    assert right_eye[0] < nose[0] < left_eye[0]
    assert right_mouth[0] < nose[0] < left_mouth[0]
    assert max(right_eye[1], left_eye[1]) < nose[1] < min(right_mouth[1], left_mouth[1])


@pytest.mark.parametrize(
    ("turn", "pose"),
    [
        (-85, "profile"),
        (-40, "three-quarter"),
        (-10, "frontal"),
        (0, "frontal"),
        (10, "frontal"),
        (40, "three-quarter"),
        (85, "profile"),
    ],
)
def test_pose(turn: float, pose: str) -> None:
    assert the_face(portrait(Person(turn=turn), size=(720, 720))).pose == pose


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_count(count: int) -> None:
    people = [Person(at=((index + 0.5) / count, 0.4), height=0.25) for index in range(count)]
    image = portrait(*people, size=(1400, 700)) if people else Image.new("RGB", (1400, 700), "#a9b3ad")
    assert len(faces(image)) == count


def test_the_tallest_comes_first() -> None:
    image = portrait(Person(at=(0.25, 0.4), height=0.15), Person(at=(0.7, 0.45), height=0.4), size=(1200, 800))
    tall, small = faces(image)
    assert tall.box.height > 2 * small.box.height


def test_light_and_its_side() -> None:
    even = the_face(portrait(Person(), size=(800, 800)))
    hard = the_face(portrait(Person(side_light=0.8), size=(800, 800)))
    dim = the_face(portrait(Person(), size=(800, 800)).point(lambda value: value // 4))
    assert even.side_contrast < 12
    assert hard.side_contrast > 25
    assert dim.lightness < 25 < even.lightness


def test_a_face_out_of_focus() -> None:
    image = portrait(Person(), size=(900, 900))
    assert not the_face(image).blurred
    assert the_face(image.filter(ImageFilter.GaussianBlur(7))).blurred


def test_mirrored_pictures_have_mirrored_faces() -> None:
    image = portrait(Person(turn=35, at=(0.35, 0.4)), size=(900, 700))
    face, mirrored = the_face(image), the_face(ImageOps.mirror(image))
    assert mirrored.pose == face.pose
    assert mirrored.box.x == pytest.approx(900 - face.box.right, abs=12)


def test_places_are_those_of_the_full_picture() -> None:
    person = Person(at=(0.4, 0.4), height=0.3)
    small = portrait(person, size=(600, 600))
    face = the_face(small.resize((3000, 3000), Image.Resampling.BICUBIC))
    assert face.box.overlap(drawn_at(person, (3000, 3000))) > 0.6
