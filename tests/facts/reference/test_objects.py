from __future__ import annotations

from collections.abc import Iterable
from math import cos, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageOps

from drawing.portraits import Person, portrait
from promptlint.facts.reference import objects
from promptlint.facts.reference.classifier import Likeness
from promptlint.facts.reference.decode import Decoded
from promptlint.facts.reference.detector import detect
from promptlint.facts.reference.faces import find_faces
from promptlint.facts.reference.model import DetectedObject, Face, ObjectFacts, PictureKind
from promptlint.facts.reference.objects import find_objects
from promptlint.facts.reference.stated import face
from promptlint.facts.reference.things import kinds, things
from promptlint.facts.serial import from_plain, to_plain
from promptlint.geometry import Box

PLACE = Box(100, 100, 600, 600)
NOTHING = Decoded(Image.new("RGB", (8, 8)), 1280, 1280)


def seen(image: Image.Image) -> ObjectFacts:
    picture = Decoded(image, *image.size)
    return find_objects(picture, find_faces(picture))


def clock(size: int = 600) -> Image.Image:
    image = Image.new("RGB", (size, size), "#f2f2f0")
    draw = ImageDraw.Draw(image)
    middle, radius = size / 2, size * 0.42
    edge = (middle - radius, middle - radius, middle + radius, middle + radius)
    draw.ellipse(edge, fill="#f8f8f4", outline="#222222", width=size // 40)
    for angle, start, end in [(hour * pi / 6, 0.8, 0.92) for hour in range(12)] + [(0, 0, 0.7), (pi * 2 / 3, 0, 0.5)]:
        ways = [(middle + radius * part * sin(angle), middle - radius * part * cos(angle)) for part in (start, end)]
        draw.line(ways, "black", size // 55)
    return image


def traffic_light() -> Image.Image:
    image = Image.new("RGB", (800, 600), "#a8c0d8")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((320, 60, 480, 460), 20, fill="#202020")
    for row, colour in enumerate(("#ff3020", "#443a10", "#103a18")):
        draw.ellipse((350, 80 + row * 125, 450, 180 + row * 125), fill=colour)
    draw.rectangle((385, 460, 415, 600), fill="#444444")
    return image


@pytest.mark.parametrize(
    ("people", "size"),
    [
        ((Person(),), (800, 800)),
        ((Person(at=(0.3, 0.4), height=0.25), Person(at=(0.7, 0.4), height=0.25)), (1280, 720)),
        ([Person(at=(x, 0.45), height=0.2) for x in (0.2, 0.5, 0.8)], (1280, 720)),
        ((Person(at=(0.5, 0.35), height=0.3),), (540, 960)),
    ],
)
def test_people_are_counted(people: Iterable[Person], size: tuple[int, int]) -> None:
    people = tuple(people)
    facts = seen(portrait(*people, size=size))
    assert (facts.people_at_least, facts.people_at_most) == (len(people), len(people))
    assert facts.main_kind == "person"
    assert facts.kind("person").verdict == "present"
    bodies = sorted((thing.box for thing in facts.objects if thing.kind == "person"), key=lambda box: box.x)
    for person, body in zip(sorted(people, key=lambda person: person.at[0]), bodies, strict=True):
        assert body.x < person.at[0] * size[0] < body.right
        assert body.y < person.at[1] * size[1] < body.bottom


def test_people_are_found_by_their_bodies() -> None:
    picture = Decoded(portrait(size=(640, 640)), 640, 640)
    facts = find_objects(picture, ())
    assert (facts.people_at_least, facts.people_at_most) == (1, 1)


def test_a_thing_is_named_and_nobody_is_there() -> None:
    facts = seen(clock())
    assert (facts.people_at_least, facts.people_at_most, facts.main_kind) == (0, 0, "product")
    assert facts.thing("clock").verdict == "present"
    assert facts.thing("taxi").verdict == "absent"
    assert facts.kind("person").verdict == "absent"
    assert facts.kind("vehicle").verdict == "absent"


def test_things_are_found_where_they_are() -> None:
    best = detect(Decoded(traffic_light(), 800, 600))[0]
    assert best.name == "traffic light"
    assert best.kind is None
    assert best.box.overlap(Box(320, 60, 160, 400)) > 0.8


def test_boxes_are_of_the_picture_whatever_its_size() -> None:
    image = traffic_light()
    for scale in (0.2, 0.5, 3):
        size = (round(800 * scale), round(600 * scale))
        best = detect(Decoded(image.resize(size), *size))[0]
        assert best.name == "traffic light"
        assert best.box.overlap(Box(*(round(value * scale) for value in (320, 60, 160, 400)))) > 0.7


def test_a_mirrored_picture_shows_the_same_mirrored() -> None:
    image = portrait(Person(at=(0.3, 0.4), height=0.25), size=(960, 640))
    one, other = (detect(Decoded(picture, 960, 640))[0] for picture in (image, ImageOps.mirror(image)))
    assert abs(one.score - other.score) < 0.02
    mirrored = Box(960 - other.box.right, other.box.y, other.box.width, other.box.height)
    assert one.box.overlap(mirrored) > 0.95


@pytest.mark.parametrize("size", [(1, 1), (3, 2000), (2000, 2), (64, 64)])
@pytest.mark.parametrize("colour", ["black", "white", "#808080"])
def test_empty_pictures_show_nobody(size: tuple[int, int], colour: str) -> None:
    facts = seen(Image.new("RGB", size, colour))
    assert (facts.people_at_least, facts.people_at_most, facts.main_kind) == (0, 0, None)


def test_noise_shows_nothing() -> None:
    facts = seen(Image.effect_noise((320, 240), 120).convert("RGB"))
    assert (facts.people_at_least, facts.people_at_most, facts.main_kind) == (0, 0, None)
    assert facts.objects == ()


def test_facts_survive_the_store() -> None:
    facts = seen(clock(200))
    assert from_plain(ObjectFacts, to_plain(facts)) == facts


def answered(
    monkeypatch: pytest.MonkeyPatch,
    *found: DetectedObject,
    best: float = 0.5,
    faces: tuple[Face, ...] = (),
    **like: float,
) -> ObjectFacts:
    """The facts, given what the networks say; the names of things with an underscore in front."""
    of_things = dict.fromkeys(things(), 0.0) | {name[1:]: share for name, share in like.items() if name[0] == "_"}
    of_kinds = dict.fromkeys(kinds(), 0.0) | {name: share for name, share in like.items() if name[0] != "_"}
    monkeypatch.setattr(objects, "detect", lambda _: tuple(sorted(found, key=lambda thing: -thing.score)))
    monkeypatch.setattr(objects, "classify", lambda _: Likeness(best, of_things, of_kinds))  # type: ignore[arg-type]
    return find_objects(NOTHING, faces)


def body(score: float, left: int = 300, top: int = 150, width: int = 500, height: int = 900) -> DetectedObject:
    return DetectedObject("person", "person", Box(left, top, width, height), score)


def thing(kind: PictureKind, name: str, score: float, box: Box = PLACE) -> DetectedObject:
    return DetectedObject(kind, name, box, score)


@pytest.mark.parametrize(
    ("found", "faces", "animal", "bounds"),
    [
        ([], (), 0.0, (0, 0)),
        ([body(0.7)], (), 0.0, (1, 1)),
        ([body(0.5)], (), 0.0, (0, 1)),
        ([body(0.25)], (), 0.0, (0, 0)),
        ([body(0.4)], (face(0.2),), 0.0, (1, 1)),
        ([], (face(0.2),), 0.0, (1, 1)),
        ([body(0.7, left=700)], (face(0.2, left=0),), 0.0, (1, 2)),
        ([body(0.7), body(0.6, left=320)], (), 0.0, (1, 1)),
        ([body(0.7), body(0.6, top=400, height=500)], (), 0.0, (1, 1)),
        ([body(0.7, left=0), body(0.65, left=700)], (), 0.0, (2, 2)),
        ([body(0.7, left=0), body(0.65, left=700, height=300)], (), 0.0, (1, 2)),
        ([body(0.7, left=100 * i, width=80, height=150) for i in range(9)], (), 0.0, (0, 9)),
        ([body(0.7)], (), 0.8, (0, 1)),
        ([body(0.7)], (face(0.2),), 0.8, (1, 1)),
        ([thing("animal", "bear", 0.5, Box(300, 100, 600, 900))], (face(0.2),), 0.1, (0, 1)),
        ([thing("animal", "dog", 0.5, Box(300, 100, 600, 900)), body(0.4)], (face(0.2),), 0.1, (1, 1)),
    ],
    ids=lambda value: str(value) if isinstance(value, tuple) and all(isinstance(item, int) for item in value) else "",
)
def test_bounds(
    monkeypatch: pytest.MonkeyPatch,
    found: list[DetectedObject],
    faces: tuple[Face, ...],
    animal: float,
    bounds: tuple[int, int],
) -> None:
    facts = answered(monkeypatch, *found, faces=faces, animal=animal)
    assert (facts.people_at_least, facts.people_at_most) == bounds


@given(
    st.lists(st.builds(body, st.floats(0.15, 1), *[st.integers(0, 900)] * 2, *[st.integers(1, 900)] * 2), max_size=6),
    st.lists(st.builds(face, st.floats(0.01, 0.9), left=st.integers(0, 1000)), max_size=4),
    st.floats(0, 1),
)
def test_bounds_are_in_order(found: list[DetectedObject], faces: list[Face], animal: float) -> None:
    with pytest.MonkeyPatch.context() as patch:
        facts = answered(patch, *found, faces=tuple(faces), animal=animal)
    assert 0 <= facts.people_at_least <= facts.people_at_most <= len(found) + len(faces)
    verdict = "present" if facts.people_at_least else "unclear" if facts.people_at_most else "absent"
    assert facts.kind("person").verdict == verdict


@pytest.mark.parametrize(
    ("score", "share", "best", "verdict"),
    [
        (0.0, 0.7, 0.5, "present"),
        (0.9, 0.0, 0.5, "present"),
        (0.45, 0.3, 0.5, "present"),
        (0.45, 0.05, 0.5, "unclear"),
        (0.0, 0.05, 0.5, "absent"),
        (0.0, 0.05, 0.05, "unclear"),
        (0.2, 0.05, 0.5, "unclear"),
        (0.0, 0.3, 0.5, "unclear"),
    ],
)
def test_an_animal(monkeypatch: pytest.MonkeyPatch, score: float, share: float, best: float, verdict: str) -> None:
    found = [thing("animal", "cat", score)] if score else []
    facts = answered(monkeypatch, *found, best=best, animal=share)
    assert facts.kind("animal").verdict == verdict


def test_products_and_places_are_never_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = answered(monkeypatch)
    assert {kind: facts.kind(kind).verdict for kind in ("product", "place")} == {
        "product": "unclear",
        "place": "unclear",
    }  # type: ignore[arg-type]


def test_what_was_found_may_be_another_of_its_kind_unless_the_picture_is_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    dog = thing("animal", "dog", 0.4)
    facts = answered(monkeypatch, dog, animal=0.1, _dog=0.02)
    assert (facts.thing("cat").verdict, facts.thing("taxi").verdict) == ("unclear", "absent")
    facts = answered(monkeypatch, dog, animal=0.9, _dog=0.9)
    assert (facts.thing("dog").verdict, facts.thing("cat").verdict) == ("present", "absent")


def test_a_narrower_thing_that_was_found_is_also_the_broader_one(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = answered(monkeypatch, thing("vehicle", "boat", 0.8), vehicle=0.3)
    assert (facts.thing("boat").verdict, facts.thing("boat").detected) == ("present", 0.8)
    assert facts.thing("sailboat").detected == 0.0


@pytest.mark.parametrize(
    ("found", "like", "main"),
    [
        ([body(0.8)], {}, "person"),
        ([body(0.8), thing("vehicle", "bicycle", 0.8)], {}, "person"),
        ([body(0.5), thing("vehicle", "bicycle", 0.8)], {}, None),
        ([body(0.5, height=100), thing("vehicle", "bus", 0.8)], {}, "vehicle"),
        ([body(0.8), thing("animal", "horse", 0.8)], {"animal": 0.1}, "person"),
        ([body(0.5), thing("animal", "horse", 0.8)], {"animal": 0.9}, "animal"),
        ([thing("animal", "horse", 0.5)], {"animal": 0.3}, "animal"),
        ([thing("food", "pizza", 0.8)], {}, "food"),
        ([body(0.4), thing("food", "pizza", 0.8)], {}, None),
        ([], {"place": 0.6}, "place"),
        ([], {"place": 0.6, "animal": 0.3}, None),
        ([thing("vehicle", "boat", 0.35)], {"place": 0.6}, None),
        ([body(0.4)], {"place": 0.6}, None),
        ([], {"place": 0.3}, None),
    ],
    ids=str,
)
def test_what_is_shown_above_all(
    monkeypatch: pytest.MonkeyPatch, found: list[DetectedObject], like: dict[str, float], main: str | None
) -> None:
    assert answered(monkeypatch, *found, **like).main_kind == main
