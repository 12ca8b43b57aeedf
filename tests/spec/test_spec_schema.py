"""The shipped JSON Schema, and the reader as its gate."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from promptlint.document import compose, to_instance
from promptlint.spec import values
from promptlint.spec.fields import (
    CHARACTER_KEYS,
    DEFAULTS_KEYS,
    FIELD_BY_KEY,
    FILE_KEYS,
    LIST_KEYS,
    MOTION_FIELDS,
    REFERENCE_KEYS,
    SHOT_FIELDS,
    UNCHECKED_KEYS,
)
from promptlint.spec.read import read_file
from promptlint.spec.schema import render_schema, schema_text, violation_of
from promptlint.spec_files import SCHEMA_ID
from promptlint.text import SourceText

SCHEMA = json.loads(schema_text())
VALIDATOR = Draft202012Validator(SCHEMA)

WORDS = ["a", "", " ", "s01", "refs/mara.png", "16:9", "720p", "1280x720", "hero", "last", "true", "five", "5-8s"]
NUMBERS = [0, 1, -1, 5, 5.5, 24, 1e3, 10**20, -0.5]
TEXT_NUMBERS = ["5", "8s", "120f", "4 s", "0", "0s", "-1", "auto", "AUTO", "5.", ".5", "+5", "1e3", "٣", "5\n"]

scalars = st.sampled_from([*WORDS, *NUMBERS, *TEXT_NUMBERS, True, False, None])
references = st.dictionaries(
    st.sampled_from([*REFERENCE_KEYS, "from", "path", "x-note", "other"]),
    st.one_of(scalars, st.just("first")),
    max_size=3,
)
wild = st.recursive(
    st.one_of(scalars, references),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["a", "width", "height"]), inner, max_size=2)
    ),
    max_leaves=4,
)
GOOD: dict[str, list[Any]] = {
    "id": ["s01", 7],
    "seed": [42, "42", -1],
    "order": [1, "2.5", -1],
    "usage": ["hero", "b-roll"],
    "controls": [{"camera_fixed": True}],
    "duration": [5, "8s", "120f", "auto", -1],
    "characters": ["mara", ["mara", 7]],
    "audio": [True, "rain"],
    "resolution": ["720p", 720, {"width": 1280, "height": 720}],
    "image": ["a.png", {"from": "s01"}, ["a.png", {"path": "b.png", "role": "end"}]],
    "references": [["a.png"], "a.png"],
}


def value_of(key: str) -> st.SearchStrategy[Any]:
    spec = FIELD_BY_KEY.get(key)
    good = GOOD.get(spec.name if spec else key, ["text"])
    return st.one_of(st.sampled_from(good), scalars, wild) if good else wild


def mapping_of(keys: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.lists(st.sampled_from(keys), max_size=5, unique=True).flatmap(
        lambda chosen: st.fixed_dictionaries({key: value_of(key) for key in chosen})
    )


def right_shot() -> st.SearchStrategy[dict[str, Any]]:
    """A shot with one value at most that may be wrong."""
    right = st.lists(st.sampled_from(sorted(FIELD_BY_KEY)), max_size=6, unique=True).flatmap(
        lambda chosen: st.fixed_dictionaries({key: st.sampled_from(right_values(key)) for key in chosen})
    )
    one = st.sampled_from(sorted(FIELD_BY_KEY)).flatmap(lambda key: st.fixed_dictionaries({key: value_of(key)}))
    return st.tuples(right, st.one_of(st.just({}), one)).map(lambda parts: {**parts[0], **parts[1]})


def right_values(key: str) -> list[Any]:
    name = FIELD_BY_KEY[key].name
    if key == "num_frames":
        return [81, "81"]
    if name in ("fps", "width", "height", "guidance"):
        return [24, "24", 5.5]
    if name in ("end_image", "extend", "motion.reference"):
        return GOOD["image"][:2]
    return [*GOOD.get(name, ["text"]), None]


motion = st.one_of(
    scalars, mapping_of([*MOTION_FIELDS, "camera_movement", "notes", "x-a", "other"]), st.lists(scalars, max_size=1)
)
shot_fields = st.tuples(
    mapping_of([*FIELD_BY_KEY, *UNCHECKED_KEYS, "x-a", "other"]),
    st.one_of(st.just({}), motion.map(lambda value: {"motion": value})),
).map(lambda parts: {**parts[0], **parts[1]})
characters = st.one_of(
    scalars,
    st.dictionaries(
        st.sampled_from(["mara", "tomas"]),
        st.one_of(scalars, mapping_of([*CHARACTER_KEYS, "reference", "scar"])),
        max_size=2,
    ),
    st.lists(st.one_of(scalars, mapping_of(["name", "id", "age", "image"])), max_size=2),
)
shot_lists = st.recursive(
    st.lists(st.one_of(shot_fields, scalars), max_size=2),
    lambda inner: st.lists(
        st.tuples(mapping_of(["id", "title", "notes", "order", "prompt"]), st.sampled_from(LIST_KEYS), inner).map(
            lambda parts: {**parts[0], parts[1]: parts[2]}
        ),
        max_size=2,
    ),
    max_leaves=3,
)
heads = st.fixed_dictionaries(
    {},
    optional={
        "version": st.sampled_from([1, "1", 2, True, None]),
        "extends": st.sampled_from(["base.yaml", "", 5, None, []]),
        "characters": characters,
        "defaults": st.one_of(shot_fields, scalars),
        "generation_defaults": shot_fields,
        "shots": st.one_of(shot_lists, scalars),
        "scenes": shot_lists,
        "title": scalars,
        "order": scalars,
        "other": scalars,
    },
)
specs = st.one_of(
    heads,
    shot_lists,
    shot_fields,
    st.tuples(heads, shot_fields).map(lambda parts: {**parts[0], **parts[1]}),
    scalars,
    right_shot(),
    st.lists(right_shot(), max_size=3),
    st.fixed_dictionaries({"defaults": right_shot(), "shots": st.lists(right_shot(), max_size=3)}),
)


@settings(max_examples=400)
@given(specs)
def test_what_the_reader_understands_the_schema_accepts(spec: Any) -> None:
    text = json.dumps(spec)
    document = compose(text)
    file = read_file(Path("/a"), "a", SourceText(text), document, "name")
    if file.unknown or file.unread or spec is None:
        return
    errors = [error.message for error in VALIDATOR.iter_errors(to_instance(document.roots[0]))]
    assert not errors


@settings(max_examples=400)
@given(specs)
def test_what_the_reader_does_not_understand_the_schema_refuses(spec: Any) -> None:
    text = json.dumps(spec)
    file = read_file(Path("/a"), "a", SourceText(text), compose(text), "name")
    for unread in file.unread:
        if "٣" in json.dumps(to_instance(unread.node), ensure_ascii=False):
            continue
        assert violation_of(unread) is not None, unread


def test_schema_is_up_to_date() -> None:
    assert schema_text() == render_schema()


def test_schema_is_a_valid_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == SCHEMA_ID


@pytest.mark.parametrize("spec", SHOT_FIELDS, ids=lambda spec: spec.name)
def test_every_key_is_described(spec: Any) -> None:
    for definition in ("shot", "singleShot"):
        for key in spec.keys:
            assert SCHEMA["$defs"][definition]["properties"][key]["description"].endswith(".")


def test_head_keys_are_described() -> None:
    properties = SCHEMA["$defs"]["file"]["properties"]
    assert {*FILE_KEYS, *LIST_KEYS, *DEFAULTS_KEYS} <= set(properties)


def test_patterns_are_those_of_the_reader() -> None:
    assert SCHEMA["$defs"]["duration"]["anyOf"][1]["pattern"] == values.DURATION_PATTERN
