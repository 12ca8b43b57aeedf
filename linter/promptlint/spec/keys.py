"""Which keys may stand where in the format, for editors: the JSON Schema asked by a path of keys and list indices."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from promptlint.spec.fields import DEFAULTS_KEYS, FIELD_BY_KEY, LIST_KEYS, MOTION_FIELDS, JsonSchema
from promptlint.spec.model import KeyPath
from promptlint.spec.schema import EXPECTED, NOT_CHECKED, definitions

Kind: TypeAlias = Literal["object", "array", "string"]
_FIRST_LISTS: Final = LIST_KEYS[:2]


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """A key that may stand in a mapping.

    Attributes:
        key: as it is written.
        means: the field or key that it stands for; keys that mean the same are not given together.
        summary: what it is for.
        expected: what it takes, in words; empty where anything goes.
        examples: values to offer.
        choices: all the values that it takes; empty where there is no such list.
        kinds: the collections and scalars that it takes.
        usual: whether it is the key that the documentation uses.
    """

    key: str
    means: str
    summary: str
    expected: str
    examples: tuple[str, ...]
    choices: tuple[str, ...]
    kinds: frozenset[Kind]
    usual: bool


def keys_at(path: KeyPath, present: Collection[str] = ()) -> dict[str, KeyInfo]:
    """The keys of the mapping at a path, in the order of the documentation.

    Args:
        path: keys and list indices from the root of the document; which index does not matter.
        present: the keys that the mapping has, by which a shot is told from a scene, and one shot from a file.
    """
    found: dict[str, KeyInfo] = {}
    summaries: set[str] = set()
    for schema in _schemas_at(path, present):
        for key, value in schema.get("properties", {}).items():
            if key not in found:
                found[key] = _info(key, value, in_motion=path[-1:] == ("motion",), seen=summaries)
                summaries.add(found[key].summary)
    return found


def value_at(path: KeyPath) -> KeyInfo | None:
    """What is known of the value at a path that ends with a key; None where the format does not have that key."""
    if not path:
        return None
    *parent, key = path
    return keys_at(tuple(parent), (str(key),)).get(str(key))


def names_characters(path: KeyPath) -> bool:
    """Whether the mapping at a path is the character bible, whose keys are names."""
    free = (schema.get("additionalProperties") for schema in _schemas_at(path, ()))
    return any(isinstance(one, dict) and one.get("$ref") == "#/$defs/character" for one in free)


def _schemas_at(path: KeyPath, present: Collection[str]) -> Iterator[JsonSchema]:
    schemas: list[JsonSchema] = [{"$ref": "#/$defs/document"}]
    for step in path:
        kind: Kind = "array" if isinstance(step, int) else "object"
        found = [inner for schema in schemas for inner in _inner(schema, step, kind)]
        schemas = found
    for schema in schemas:
        yield from _collections(schema, "object", present)
    if not path and not present:
        yield from _collections(schemas[0], "object", ("prompt",))


def _inner(schema: JsonSchema, step: str | int, kind: Kind) -> list[JsonSchema]:
    """The schemas of what stands under a key or index; where the likely branch has no such key, of any branch."""
    for lenient in (False, True):
        found = []
        for part in _collections(schema, kind, (str(step),), lenient=lenient):
            inner = part.get("items") if kind == "array" else part.get("properties", {}).get(step)
            if inner is None and kind == "object":
                inner = part.get("additionalProperties")
            if isinstance(inner, dict):
                found.append(inner)
        if found:
            return found
    return []


def _collections(
    schema: JsonSchema, kind: Kind, keys: Collection[str], *, lenient: bool = False
) -> Iterator[JsonSchema]:
    """The schemas of mappings or lists that a schema leads to."""
    if "$ref" in schema:
        yield from _collections(_definition(schema), kind, keys, lenient=lenient)
    for part in (*schema.get("anyOf", ()), *schema.get("allOf", ())):
        yield from _collections(part, kind, keys, lenient=lenient)
    if "if" in schema:
        holds = _holds(schema["if"], kind, keys)
        for branch, chosen in (("then", holds), ("else", not holds)):
            if branch in schema and (chosen or (lenient and "type" not in schema["if"])):
                yield from _collections(schema[branch], kind, keys, lenient=lenient)
    if ("items" in schema) if kind == "array" else (schema.get("type") == "object"):
        yield schema


def _holds(condition: JsonSchema, kind: Kind, keys: Collection[str]) -> bool:
    """Whether a condition of the schema holds for a collection of which only the kind and some keys are known."""
    return (
        condition.get("type", kind) == kind
        and all(key in keys for key in condition.get("required", ()))
        and ("anyOf" not in condition or any(_holds(part, kind, keys) for part in condition["anyOf"]))
        and ("not" not in condition or not _holds(condition["not"], kind, keys))
    )


def _info(key: str, schema: JsonSchema, *, in_motion: bool, seen: Collection[str]) -> KeyInfo:
    parts = list(_values(schema))
    summary = schema.get("description", "")
    spec = (MOTION_FIELDS.get(key) if in_motion else None) or FIELD_BY_KEY.get(key)
    means = spec.name if spec is not None else key
    for group in (LIST_KEYS, DEFAULTS_KEYS):
        means = group[0] if key in group else means
    usual = key in _FIRST_LISTS or (summary not in seen and not summary.startswith("The same as"))
    choices = [str(choice) for part in parts for choice in part.get("enum", ()) if choice is not None]
    return KeyInfo(
        key,
        means,
        summary,
        next((part[EXPECTED] for part in parts if EXPECTED in part), ""),
        tuple(schema.get("examples", ())),
        tuple(dict.fromkeys(choices)),
        frozenset(kind for part in parts for kind in _kinds(part)),
        usual and summary != NOT_CHECKED,
    )


def _values(schema: JsonSchema) -> Iterator[JsonSchema]:
    """A schema and all that it leads to for the same value."""
    yield schema
    if "$ref" in schema:
        yield from _values(_definition(schema))
    parts = [*schema.get("anyOf", ()), *schema.get("allOf", ())]
    parts += [schema[branch] for branch in ("if", "then", "else") if branch in schema]
    for part in parts:
        yield from _values(part)


def _kinds(schema: JsonSchema) -> Iterator[Kind]:
    given = schema.get("type", ())
    for kind in (given,) if isinstance(given, str) else given:
        if kind in ("number", "integer", "boolean", "string"):
            yield "string"
        elif kind == "object":
            yield "object"
        elif kind == "array":
            yield "array"
    if "enum" in schema:
        yield "string"


def _definition(schema: JsonSchema) -> JsonSchema:
    found: JsonSchema = definitions()[schema["$ref"].rpartition("/")[2]]
    return found
