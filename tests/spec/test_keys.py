"""Which keys may stand where: the schema asked by a path."""

from __future__ import annotations

import pytest

from promptlint.spec.fields import CHARACTER_KEYS, FIELD_BY_KEY, LIST_KEYS, MOTION_FIELDS, REFERENCE_KEYS
from promptlint.spec.keys import keys_at, names_characters, value_at
from promptlint.spec.model import KeyPath

SHOT = {"id", "prompt", "image", "model", "duration", "motion", "characters", "usage"}


@pytest.mark.parametrize(
    ("path", "present", "some", "none"),
    [
        ((), (), {"version", "shots", "defaults", "characters", "prompt", "model"}, {"strength", "from"}),
        ((), ("shots",), {"version", "shots", "defaults", "extends"}, {"prompt", "duration"}),
        ((), ("prompt",), SHOT | {"version", "extends"}, {"shots", "defaults"}),
        (("shots", 0), (), SHOT, {"shots", "version", "extends"}),
        (("shots", 3), ("shots",), {"id", "shots", "defaults", "title"}, {"prompt", "version"}),
        ((0,), (), SHOT, {"version"}),
        (("scenes", 0, "shots", 1), (), SHOT, {"version"}),
        (("scenes", 0, "defaults"), (), SHOT, {"shots"}),
        (("defaults",), (), SHOT, {"shots"}),
        (("shots", 0, "motion"), (), set(MOTION_FIELDS), {"prompt"}),
        (("defaults", "motion"), (), set(MOTION_FIELDS), {"prompt"}),
        (("shots", 0, "image"), (), set(REFERENCE_KEYS), {"prompt"}),
        (("shots", 0, "references", 2), (), set(REFERENCE_KEYS), {"prompt"}),
        (("shots", 0, "motion", "reference"), (), set(REFERENCE_KEYS), {"prompt"}),
        (("characters", "mara"), (), set(CHARACTER_KEYS), {"prompt"}),
        (("characters", 0), (), set(CHARACTER_KEYS), {"prompt"}),
        (("characters", "mara", "views", "profile"), (), set(REFERENCE_KEYS), {"prompt"}),
    ],
)
def test_keys_of_a_mapping(path: KeyPath, present: tuple[str, ...], some: set[str], none: set[str]) -> None:
    keys = keys_at(path, present)
    assert some <= keys.keys()
    assert not none & keys.keys()
    assert all(info.key == key for key, info in keys.items())


@pytest.mark.parametrize("path", [("nothing",), ("shots", 0, "prompt"), ("shots", 0, "notes", "x"), ("shots", "id")])
def test_where_no_keys_are_known_there_are_none(path: KeyPath) -> None:
    assert keys_at(path) == {}


def test_keys_that_mean_the_same() -> None:
    shot = keys_at(("shots", 0))
    assert {shot[key].means for key in FIELD_BY_KEY if FIELD_BY_KEY[key].name == "duration"} == {"duration"}
    motion = keys_at(("shots", 0, "motion"))
    assert motion["subject"].means == "motion.subject" and shot["subject"].means == "subject"
    assert motion["camera"].means == shot["camera_motion"].means == "motion.camera"
    file = keys_at((), ("shots",))
    assert {file[key].means for key in LIST_KEYS} == {"shots"}


def test_the_usual_keys_are_those_of_the_documentation() -> None:
    shot = keys_at(("shots", 0))
    usual = {key for key, info in shot.items() if info.usual}
    assert usual >= SHOT
    assert not usual & {"prompt_text", "image_path", "duration_seconds", "notes"}
    character = keys_at(("characters", "mara"))
    assert character["image"].usual and not character["reference_image"].usual


def test_what_a_key_takes() -> None:
    usage = value_at(("shots", 0, "usage"))
    assert usage is not None and usage.choices == ("hero", "b-roll", "background") and usage.kinds == {"string"}
    motion = value_at(("shots", 0, "motion"))
    assert motion is not None and motion.kinds == {"string", "object"}
    shots = value_at(("shots",))
    assert shots is not None and shots.kinds == {"array"} and "list" in shots.expected
    frame = value_at(("shots", 0, "image", "frame"))
    assert frame is not None and frame.choices == ("first", "last")
    assert value_at(("shots", 0, "promt")) is None
    assert value_at(()) is None


def test_the_bible_is_where_keys_are_names() -> None:
    assert names_characters(("characters",))
    assert not names_characters(("shots", 0))
    assert not names_characters(("shots", 0, "characters"))
