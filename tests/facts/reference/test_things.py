from __future__ import annotations

from typing import get_args

import pytest

from promptlint.facts.reference.model import PictureKind
from promptlint.facts.reference.things import detector_classes, kinds, thing_called, things

CLASSES = 1000


@pytest.mark.parametrize(
    ("word", "name", "kind"),
    [
        ("cat", "cat", "animal"),
        ("kitten", "cat", "animal"),
        ("retriever", "dog", "animal"),
        ("yacht", "sailboat", "vehicle"),
        ("container ship", "container ship", "vehicle"),
        ("burger", "hamburger", "food"),
        ("lighthouse", "lighthouse", "place"),
        ("teapot", "teapot", "food"),
        ("umbrella", "umbrella", "product"),
    ],
)
def test_a_word_means_a_thing_of_a_kind(word: str, name: str, kind: PictureKind) -> None:
    thing = thing_called(word)
    assert thing is not None
    assert (thing.name, thing.kind) == (name, kind)


@pytest.mark.parametrize("word", ["", "-", "woman", "sorrow", "Cat", "cats"])
def test_other_words_mean_nothing(word: str) -> None:
    assert thing_called(word) is None


def test_a_thing_has_the_classes_of_what_is_narrower() -> None:
    bird, penguin, dog = things()["bird"], things()["penguin"], things()["dog"]
    assert set(penguin.classes) < set(bird.classes)
    assert penguin.line == ("penguin", "bird")
    assert not set(bird.classes) & set(dog.classes)
    assert things()["container ship"].line == ("container ship", "ship", "boat")


def test_every_word_means_one_thing() -> None:
    words = [word for thing in things().values() for word in thing.words]
    assert len(words) == len(set(words))
    assert all(word == word.strip().lower() and word for word in words)
    assert all(thing.words[0] == name for name, thing in things().items())


def test_every_class_belongs_to_one_kind_at_most() -> None:
    classes = [number for numbers in kinds().values() for number in numbers]
    assert len(classes) == len(set(classes))
    assert set(classes) <= set(range(CLASSES))
    assert set(kinds()) == set(get_args(PictureKind)) - {"person"}
    assert set(kinds()["animal"]) == set(range(398))
    for thing in things().values():
        assert set(thing.classes) <= set(kinds()[thing.kind])


def test_the_detector_names_things_that_are_known() -> None:
    classes = detector_classes()
    assert len(classes) == len({known.name for known in classes}) == 80
    assert (classes[0].name, classes[0].kind, classes[15].name) == ("person", "person", "cat")
    assert {known.thing for known in classes} - {None} <= set(things())
