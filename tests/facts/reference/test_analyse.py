from __future__ import annotations

from hashlib import sha256

import numpy as np
import pytest
from picture_files import saved
from PIL import Image

from drawing.portraits import Person, portrait
from promptlint.facts.reference import faces, text
from promptlint.facts.reference.analyse import analyse
from promptlint.facts.reference.decode import Decoded
from promptlint.facts.reference.model import ReferenceFacts, Stage
from promptlint.facts.serial import from_plain, to_plain
from promptlint.picture_limits import Limits

SEEN = frozenset({Stage.FACES, Stage.OBJECTS, Stage.SUBJECT, Stage.TEXT})


def looked_at(data: bytes, *stages: Stage) -> ReferenceFacts:
    return analyse(data, frozenset(stages), Limits())


@pytest.fixture(scope="module")
def portrait_file() -> bytes:
    return saved(portrait(Person(), size=(480, 480)), "PNG")


def test_only_what_is_asked_for(portrait_file: bytes) -> None:
    facts = looked_at(portrait_file, Stage.FACES)
    assert facts.faces is not None
    assert len(facts.faces) == 1
    assert (facts.subject, facts.text, facts.unreadable) == (None, None, None)
    facts = looked_at(portrait_file, Stage.TEXT)
    assert (facts.faces, facts.subject, facts.text) == (None, None, ())


def test_a_header_costs_no_pixel(portrait_file: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Decoded, "decode", None)
    assert looked_at(portrait_file, Stage.HEADER).unreadable is None


def test_the_subject_is_helped_by_faces_that_are_not_told(portrait_file: bytes) -> None:
    facts = looked_at(portrait_file, Stage.SUBJECT)
    assert facts.faces is None
    assert facts.subject is not None
    assert facts.subject.subject is not None
    assert facts.subject.subject.box.bottom > 460


def test_objects_are_found_with_the_help_of_faces_that_are_looked_for_once(
    portrait_file: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[str] = []
    known = faces.run
    monkeypatch.setattr(faces, "run", lambda network, *rest: runs.append(network) or known(network, *rest))
    facts = looked_at(portrait_file, Stage.OBJECTS)
    assert (facts.faces, facts.people_at_least) == (None, 1)
    assert len(runs) == 1
    facts = looked_at(portrait_file, Stage.FACES, Stage.OBJECTS, Stage.SUBJECT)
    assert None not in (facts.faces, facts.objects, facts.subject)
    assert len(runs) == 2


def test_facts_survive_the_store(portrait_file: bytes) -> None:
    facts = looked_at(portrait_file, *SEEN)
    assert from_plain(ReferenceFacts, to_plain(facts)) == facts


def test_damaged_pixels(portrait_file: bytes) -> None:
    facts = looked_at(portrait_file[: len(portrait_file) // 2], *SEEN)
    assert facts.unreadable is not None
    assert facts.unreadable.trouble == "damaged"
    assert facts.header is not None
    assert facts.faces is None


def test_a_fault_of_ours_costs_no_more_than_its_stage(portrait_file: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object) -> None:
        raise ValueError("boom")

    monkeypatch.setattr(text, "find_text", stumble)
    facts = looked_at(portrait_file, Stage.FACES, Stage.TEXT)
    assert facts.unreadable is not None
    assert (facts.unreadable.trouble, facts.unreadable.detail) == ("failed", "ValueError: boom")
    assert facts.faces is not None
    assert facts.sha256 == sha256(portrait_file).hexdigest()
    monkeypatch.setattr(faces, "run", stumble)
    assert looked_at(portrait_file, Stage.FACES, Stage.TEXT).faces is None


NOISE = np.random.default_rng(7).integers(0, 256, (90, 120, 3), dtype=np.uint8)
ODD = {
    "a pixel": Image.new("RGB", (1, 1), "red"),
    "three by three": Image.new("L", (3, 3), 200),
    "a column": Image.new("RGB", (1, 2000), "white"),
    "a row": Image.new("RGBA", (2000, 2), (0, 0, 0, 0)),
    "black": Image.new("RGB", (64, 64), "black"),
    "white": Image.new("1", (64, 64), 1),
    "noise": Image.fromarray(NOISE),
}


@pytest.mark.parametrize("image", ODD.values(), ids=ODD)
def test_odd_pictures_have_nothing_to_see(image: Image.Image) -> None:
    facts = looked_at(saved(image, "PNG"), *SEEN)
    assert facts.unreadable is None
    assert (facts.faces, facts.text) == ((), ())
    assert facts.subject is not None
