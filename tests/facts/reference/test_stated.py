from __future__ import annotations

import pytest

from promptlint.facts.reference.stated import face, objects, picture, told


def test_there_are_as_many_people_as_faces() -> None:
    assert picture().people_at_least == 1
    facts = picture(faces=(face(0.4), face(0.38), face(0.1)))
    assert facts.objects is not None
    assert (facts.people_at_least, facts.objects.people_at_most) == (2, 3)
    assert facts.objects.kind("person").verdict == "present"


def test_what_is_there_may_be_stated() -> None:
    shown = objects((0, 0), "animal", "cat", vehicle="unclear")
    assert [shown.kind(kind).verdict for kind in ("person", "animal", "vehicle", "food")] == [
        "absent",
        "present",
        "unclear",
        "absent",
    ]
    assert (shown.thing("cat").verdict, shown.thing("dog").verdict) == ("present", "absent")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "PNG, 1280 x 1280 px"),
        ({"faces": ()}, "PNG, 1280 x 1280 px; faces: none"),
        ({"objects": objects((1, 3), "person")}, "PNG, 1280 x 1280 px; objects: 1 to 3 people"),
        ({"objects": objects((0, 0), "animal", "cat")}, "PNG, 1280 x 1280 px; objects: 0 people, cat"),
        ({"objects": objects((1, 1), "vehicle")}, "PNG, 1280 x 1280 px; objects: 1 person, vehicle"),
    ],
)
def test_only_differences_are_told(changes: dict[str, object], words: str) -> None:
    assert told(picture(**changes)) == words
