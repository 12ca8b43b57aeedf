from typing import Any

import pytest
from jsonschema import Draft202012Validator

from promptlint.config.resolve import KEYS
from promptlint.config.schema import conforms, schema, violations

PHRASE = {"code": "STU101", "message": "No.", "words": "fog"}
PHRASE_VALUES: list[tuple[str, Any]] = [
    ("code", "STU1"),
    ("code", "stu101"),
    ("code", 101),
    ("name", "no-fog"),
    ("name", "No fog"),
    ("message", ""),
    ("words", []),
    ("words", ["fog", "mist"]),
    ("words", ["fog", ""]),
    ("words", ["fog"] * 201),
    ("words", "x" * 101),
    ("words", True),
    ("lemma", "fog"),
    ("regex", "fog"),
    ("in", "prompt"),
    ("in", ["prompt", "motion"]),
    ("in", ["prompts"]),
    ("in", []),
    ("in", 1),
    ("severity", "error"),
    ("severity", "never"),
    ("confidence", "possible"),
    ("replacement", "mist"),
    ("replacement", ""),
    ("advice", "Write mist."),
    ("fix", "mist"),
]
SAMPLES: list[Any] = [
    {},
    {"select": []},
    {"select": ["D"], "extend-select": ["x"], "ignore": [""]},
    {"select": "D"},
    {"select": [1]},
    {"severity": {"D": "error"}},
    {"severity": {"D": "never"}},
    {"severity": []},
    {"fail-on": "never"},
    {"fail-on": 3},
    {"fail-on": True},
    {"per-file-ignores": {"a": ["b"]}},
    {"per-file-ignores": {"a": "b"}},
    {"models": {"a": {}}},
    {"models": {"a": []}},
    {"vocabulary": {"a": ["b"], "c": [2]}},
    {"require-suppression-reasons": True},
    {"require-suppression-reasons": 1},
    {"phrases": []},
    {"phrases": {}},
    {"phrases": [{}]},
    {"phrases": [PHRASE]},
    {"phrases": [PHRASE] * 101},
    *({"phrases": [{**PHRASE, key: value}]} for key, value in PHRASE_VALUES),
    {"pictures": {}},
    {"pictures": {"max-megapixels": 178, "max-megabytes": 1}},
    {"pictures": {"max-megapixels": 179}},
    {"pictures": {"max-megabytes": 0}},
    {"pictures": {"max-megabytes": True}},
    {"pictures": {"max-megapixels": "100"}},
    {"pictures": {"max_megapixels": 100}},
    {"pictures": 100},
    {"unknown": 1},
    {"extends": ""},
    {"extends": "x", "preset": "strict"},
    [],
    "text",
    None,
]


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_quick_answer_is_jsonschemas_answer(sample: Any) -> None:
    assert conforms(sample) is Draft202012Validator(schema()).is_valid(sample)
    assert conforms(sample) is not any(violations(sample))


def test_every_setting_is_in_the_schema() -> None:
    assert {*KEYS, "extends", "extend-select"} == schema()["properties"].keys()


def test_every_key_of_the_schema_is_explained() -> None:
    assert all(part["description"] for part in schema()["properties"].values())
