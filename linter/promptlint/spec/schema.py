"""The JSON Schema of the format, made from the table of fields, and the validation of single values against it.

The reader is the gate: what it understood follows the schema, so that jsonschema is imported only where it did not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from promptlint.document import Mapping, Node, Scalar, node_at, to_instance
from promptlint.spec import values
from promptlint.spec.fields import (
    CHARACTER_IMAGE_KEYS,
    CHARACTER_KEYS,
    DEFAULTS_KEYS,
    FIELD_BY_KEY,
    FIELD_BY_NAME,
    FILE_KEYS,
    LIST_KEYS,
    MOTION_FIELDS,
    REFERENCE_KEYS,
    SHOT_FIELDS,
    TELLING_KEYS,
    UNCHECKED_KEYS,
    USAGES,
    VERSION,
    FieldSpec,
    JsonSchema,
)
from promptlint.spec.model import KeyPath, UnreadValue
from promptlint.spec_files import SCHEMA_ID

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

SCHEMA_FILE: Final = "shotspec-1.schema.json"
EXPECTED: Final = "errorMessage"
"""The keyword that holds what is expected, in words; editors show it, too."""

_FREE_KEYS: Final = "^(x-|\\$)"
NOT_CHECKED: Final = "Not checked."
_NOT_NULL: Final[JsonSchema] = {"not": {"type": "null"}}


@dataclass(frozen=True, slots=True)
class Violation:
    """A value that breaks the schema.

    Attributes:
        node: the value, as deep inside the unread value as the schema leads.
        path: keys and list indices from the root of the file to it.
        expected: what the schema takes there, in words, without a full stop.
        choices: the allowed values, where the schema lists them.
    """

    node: Node
    path: KeyPath
    expected: str
    choices: tuple[str, ...] = ()


def schema_text() -> str:
    """The schema as it is shipped."""
    return files("promptlint.spec").joinpath(SCHEMA_FILE).read_text("utf-8")


def render_schema() -> str:
    """The text of the shipped file, made anew from the table of fields."""
    return json.dumps(build_schema(), indent=1, ensure_ascii=False) + "\n"


def violation_of(unread: UnreadValue) -> Violation | None:
    """What a value breaks, by jsonschema; None where the schema takes it."""
    if "$ref" not in unread.schema:
        return None
    errors = list(_validator(unread.schema["$ref"]).iter_errors(to_instance(unread.node)))
    if not errors:
        return None
    error = _deepest(errors)
    path: KeyPath = tuple(error.absolute_path)
    node = node_at(unread.node, path)
    return Violation(
        node or unread.node,
        (*unread.path, *path),
        _expected(error, unread.schema["$ref"]),
        _choices(error),
    )


@cache
def _validator(definition: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator({"$ref": definition, "$defs": definitions()})


@cache
def definitions() -> JsonSchema:
    """The parts of the schema by name."""
    return {**_structure(), **_values()}


def _deepest(errors: Iterable[ValidationError]) -> ValidationError:
    """The error to report: inside alternatives, the one that lies deepest in the value."""
    error = max(errors, key=lambda e: len(e.absolute_path))
    while error.validator in ("anyOf", "oneOf") and error.context:
        deeper = [inner for inner in error.context if len(inner.absolute_path) > len(error.absolute_path)]
        if not deeper:
            break
        error = max(deeper, key=lambda e: (len(e.absolute_path), e.validator == "enum"))
    return error


def _choices(error: ValidationError) -> tuple[str, ...]:
    wanted: Any = error.validator_value
    return tuple(str(choice) for choice in wanted if choice is not None) if error.validator == "enum" else ()


def _expected(error: ValidationError, definition: str) -> str:
    """The closest words on the way through the schema to the keyword that was broken."""
    known = definitions()
    schema: Any = {"$ref": definition}
    words = "another value"
    for step in error.absolute_schema_path:
        while isinstance(schema, dict) and step not in schema and "$ref" in schema:
            schema = known[schema["$ref"].rpartition("/")[2]]
            words = schema.get(EXPECTED, words)
        schema = schema[step]
        if isinstance(schema, dict):
            words = schema.get(EXPECTED, words)
    return words


def build_schema() -> JsonSchema:
    """The JSON Schema (draft 2020-12) of the format."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "Shot spec",
        "description": "Image-to-video generations, one or many a file.",
        "$ref": "#/$defs/document",
        "$defs": definitions(),
    }


def _ref(name: str) -> JsonSchema:
    return {"$ref": f"#/$defs/{name}"}


def _or_null(schema: JsonSchema) -> JsonSchema:
    """The schema of a value that may be left empty, which counts as not given."""
    return {"anyOf": [schema, {"type": "null"}]} if schema else {}


def _property(schema: JsonSchema, description: str, examples: tuple[str, ...] = ()) -> JsonSchema:
    shown = [example.strip('"') for example in examples]
    return {"description": description, **_or_null(schema), **({"examples": shown} if shown else {})}


def _object(properties: JsonSchema, **more: Any) -> JsonSchema:
    return {
        "type": "object",
        "properties": properties,
        "patternProperties": {_FREE_KEYS: {"description": NOT_CHECKED}},
        "additionalProperties": False,
        **more,
    }


def _field_properties() -> JsonSchema:
    properties: JsonSchema = {}
    for spec in SHOT_FIELDS:
        for key in spec.keys:
            alias = key not in (spec.name, spec.name.removeprefix("motion."))
            properties[key] = _field_property(spec, key, alias=alias)
    properties["motion"] = _property(_ref("motion"), "How much moves and how, or just how much.")
    return properties


def _field_property(spec: FieldSpec, key: str, *, alias: bool) -> JsonSchema:
    description = f"The same as `{spec.name}`: {spec.summary}" if alias else spec.summary
    return _property(spec.schema_of(key), description, spec.examples)


def _unchecked() -> JsonSchema:
    return {key: {"description": NOT_CHECKED} for key in UNCHECKED_KEYS}


def _motion_properties() -> JsonSchema:
    inner = {name: _field_property(spec, name, alias=False) for name, spec in MOTION_FIELDS.items()}
    for key, spec in FIELD_BY_KEY.items():
        if spec.name.startswith("motion.") and key not in inner:
            inner[key] = _field_property(spec, key, alias=True)
    return {**inner, **_unchecked()}


def _structure() -> JsonSchema:
    """Definitions of everything that holds further keys."""
    fields = {**_field_properties(), **_unchecked()}
    lists = {key: _property(_ref("shots"), "The shots, or scenes that hold shots, in order.") for key in LIST_KEYS}
    defaults = {key: _property(_ref("defaults"), "Fields that every shot inherits.") for key in DEFAULTS_KEYS}
    head = {
        "version": _property(_ref("version"), FILE_KEYS["version"]),
        "$schema": {"description": FILE_KEYS["$schema"], "type": "string"},
        "extends": _property(_ref("extends"), FILE_KEYS["extends"]),
        "characters": _property(_ref("bible"), FILE_KEYS["characters"]),
        "order": _property(FIELD_BY_NAME["order"].schema, FILE_KEYS["order"]),
        "title": {"description": FILE_KEYS["title"]},
    }
    names = {key: fields[key] for key in FIELD_BY_NAME["id"].keys}
    placed = {"order": head["order"], "title": head["title"]}
    either: JsonSchema = {"anyOf": [_ref("names"), _ref("bible")], EXPECTED: "a name, or a list of names"}
    single = {**head, **fields, "characters": _property(either, FIELD_BY_NAME["characters"].summary)}
    has_list: JsonSchema = {
        "anyOf": [{"required": [key], "properties": {key: {"type": "array"}}} for key in LIST_KEYS],
    }
    shot_keys = [key for key in (*FIELD_BY_KEY, "motion") if key in TELLING_KEYS]
    return {
        "document": {
            "if": {"type": "array"},
            "then": _ref("shots"),
            "else": {
                "if": {"anyOf": [{"required": [key]} for key in shot_keys], "not": has_list},
                "then": _ref("singleShot"),
                "else": _ref("file"),
            },
            EXPECTED: "a mapping with `shots:`, a list of shots, or one shot",
        },
        "file": _object({**head, **defaults, **lists, **_unchecked()}, **{EXPECTED: "a mapping with `shots:`"}),
        "singleShot": _object(single),
        "scene": _object({**names, **defaults, **lists, **_unchecked(), **placed}),
        "shot": _object(fields),
        "shots": {"type": "array", "items": _ref("shotOrScene"), EXPECTED: "a list with one `- ` entry for each shot"},
        "shotOrScene": {
            "type": "object",
            "if": has_list,
            "then": _ref("scene"),
            "else": _ref("shot"),
            EXPECTED: "a mapping with the keys of a shot, such as `id` and `prompt`",
        },
        "defaults": {**_ref("shot"), EXPECTED: "a mapping with the keys of a shot, such as `model`"},
        "motion": {
            "anyOf": [_ref("strength"), _ref("motionSettings")],
            EXPECTED: "a mapping such as `{strength: subtle, camera: static}`, or just the strength",
        },
        "motionSettings": _object(_motion_properties()),
        **_bible(),
    }


def _bible() -> JsonSchema:
    described = {key: {"description": text} for key, text in CHARACTER_KEYS.items()}
    images = {key: _property(_ref("reference"), CHARACTER_KEYS["image"]) for key in CHARACTER_IMAGE_KEYS}
    character: JsonSchema = {
        "type": "object",
        "properties": {**described, **images, "views": _property(_ref("views"), CHARACTER_KEYS["views"])},
        EXPECTED: 'a mapping such as `{image: refs/front.png, description: "..."}`',
    }
    return {
        "bible": {
            "if": {"type": "array"},
            "then": {"items": _ref("namedCharacter")},
            "else": {"type": "object", "additionalProperties": _ref("character")},
            EXPECTED: "a mapping of character names to what is known of each",
        },
        "character": character,
        "namedCharacter": {
            "allOf": [_ref("character")],
            "anyOf": [{"required": [key], "properties": {key: _ref("name")}} for key in ("name", "id")],
            EXPECTED: "a mapping with the `name` of the character",
        },
        "views": {
            "type": "object",
            "additionalProperties": _or_null(_ref("reference")),
            EXPECTED: "a mapping of views to pictures, such as `{profile: refs/mara-side.png}`",
        },
    }


def _values() -> JsonSchema:
    """Definitions of single values."""
    path = "the path of a file, such as `refs/mara.png`, or `{from: SHOT, frame: last}`"
    source: JsonSchema = {"type": "string", "pattern": "\\S", EXPECTED: "a path or a URL"}
    reference = {key: _property({}, text) for key, text in REFERENCE_KEYS.items()}
    reference |= {key: _property(source, REFERENCE_KEYS[key]) for key in values.REFERENCE_SOURCES}
    reference["from"] = _property(_ref("name"), REFERENCE_KEYS["from"])
    reference["frame"] = {"description": REFERENCE_KEYS["frame"], "enum": ["first", "last", None]}
    reference["frame"][EXPECTED] = "one of `first`, `last`"
    reference["role"] = _property(_ref("text"), REFERENCE_KEYS["role"])
    given = [{"required": [key], "properties": {key: _NOT_NULL}} for key in ("from", *values.REFERENCE_SOURCES)]
    return {
        "text": {"type": "string", EXPECTED: "a text"},
        "name": {"type": ["string", "number"], EXPECTED: "a name"},
        "names": {
            "if": {"type": "array"},
            "then": {"items": _ref("name")},
            "else": _ref("name"),
            EXPECTED: "a name, or a list of names",
        },
        "number": _number({"type": "number"}, values.NUMBER_PATTERN, "a number"),
        "positive": _number(
            {"type": "number", "exclusiveMinimum": 0}, values.POSITIVE_PATTERN, "a number greater than 0"
        ),
        "integer": _number({"type": "integer"}, values.INTEGER_PATTERN, "a whole number"),
        "duration": _number(
            {"anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"const": -1}]},
            values.DURATION_PATTERN,
            "seconds (`5`, `8s`), frames (`120f`) or `auto`",
        ),
        "ratio": {"type": ["string", "number"], EXPECTED: 'a ratio in quotes, such as `"16:9"`'},
        "resolution": {
            "anyOf": [
                {"type": "string"},
                {"type": "number", "exclusiveMinimum": 0},
                {
                    "type": "object",
                    "required": ["width", "height"],
                    "properties": {"width": _ref("positive"), "height": _ref("positive")},
                },
            ],
            EXPECTED: "a size such as `720p`, `4k` or `1280x720`",
        },
        "audio": {"type": ["boolean", "string", "object"], EXPECTED: "`true`, `false`, or what sound"},
        "strength": {"type": ["string", "number"], EXPECTED: "a word such as `subtle`, or a number"},
        "camera": {
            "type": ["string", "object", "array"],
            EXPECTED: "words such as `static` or `slow push-in`, or the provider's camera settings",
        },
        "textOrMapping": {"type": ["string", "object"], EXPECTED: "a text or a mapping"},
        "controls": {"type": "object", EXPECTED: "a mapping such as `{camera_fixed: true}`"},
        "usage": {"enum": list(USAGES), EXPECTED: "one of " + ", ".join(f"`{usage}`" for usage in USAGES)},
        "version": {"enum": [VERSION, str(VERSION)], EXPECTED: f"`{VERSION}`, the only version so far"},
        "extends": {"type": "string", "pattern": "\\S", EXPECTED: "the path of another spec file"},
        "reference": {
            "if": {"type": "object"},
            "then": _object({**reference, **_unchecked()}, anyOf=given),
            "else": {**source, EXPECTED: path},
            EXPECTED: path,
        },
        "referenceOrList": {
            "if": {"type": "array"},
            "then": {"items": _ref("reference")},
            "else": _ref("reference"),
            EXPECTED: path,
        },
    }


def _number(schema: JsonSchema, pattern: str, expected: str) -> JsonSchema:
    """A number, which may also stand in quotes."""
    return {"anyOf": [schema, {"type": "string", "pattern": pattern}], EXPECTED: expected}


def describe(node: Node) -> str:
    """What a value is, in words: what was found."""
    if isinstance(node, Mapping):
        keys = ", ".join(f"`{entry.key.value}`" for entry in node.entries[:3])
        more = ", ..." if len(node.entries) > 3 else ""
        return f"a mapping with {keys}{more}" if keys else "an empty mapping"
    if not isinstance(node, Scalar):
        return f"a list of {len(node.items)}" if node.items else "an empty list"
    value = to_instance(node)
    if value is None or (isinstance(value, str) and not value.strip()):
        return "empty"
    shown = node.value if len(node.value) <= 60 else f"{node.value[:57]}..."
    if isinstance(value, str):
        return f'"{" ".join(shown.split())}"'
    return f"the {'boolean' if isinstance(value, bool) else 'number'} {shown}"
