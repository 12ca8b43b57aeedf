"""The JSON Schema of the configuration: a quick yes or no, and messages for people where the answer is no."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

SCHEMA_FILE: Final = "config-1.schema.json"
_KINDS: Final[dict[str, type]] = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}
_KIND_NAMES: Final = {
    "object": "a table",
    "array": "a list",
    "string": "text in quotes",
    "boolean": "true or false",
    "integer": "a whole number",
}
_NOTES: Final = frozenset({"$schema", "$id", "$defs", "title", "description"})
_QUICK_KEYWORDS: Final = _NOTES | {
    "$ref",
    "additionalProperties",
    "anyOf",
    "enum",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "oneOf",
    "pattern",
    "properties",
    "required",
    "type",
}


class Violation(NamedTuple):
    """A place in the configuration that breaks the schema, as keys from the top, and what to tell the user."""

    path: tuple[str | int, ...]
    message: str


def schema_text() -> str:
    """The schema as it is shipped."""
    return Path(__file__).with_name(SCHEMA_FILE).read_text("utf-8")


@cache
def schema() -> dict[str, Any]:
    """The schema."""
    loaded: dict[str, Any] = json.loads(schema_text())
    return loaded


def conforms(value: object, part: dict[str, Any] | None = None) -> bool:
    """Whether the value follows the schema, decided without importing jsonschema.

    Knows the keywords that the schema uses; a keyword that it does not know makes the answer no, so that jsonschema
    decides.
    """
    part = schema() if part is None else part
    if not part.keys() <= _QUICK_KEYWORDS:
        return False
    if "$ref" in part and not conforms(value, schema()["$defs"][part["$ref"].rpartition("/")[2]]):
        return False
    if "anyOf" in part and not any(conforms(value, choice) for choice in part["anyOf"]):
        return False
    if "oneOf" in part and sum(conforms(value, choice) for choice in part["oneOf"]) != 1:
        return False
    if "enum" in part and value not in part["enum"]:
        return False
    kind = part.get("type")
    if kind is not None and not _is_of(kind, value):
        return False
    if isinstance(value, int) and not part.get("minimum", value) <= value <= part.get("maximum", value):
        return False
    if isinstance(value, str):
        fits = part.get("minLength", 0) <= len(value) <= part.get("maxLength", len(value))
        return fits and ("pattern" not in part or re.search(part["pattern"], value) is not None)
    if isinstance(value, list):
        fits = part.get("minItems", 0) <= len(value) <= part.get("maxItems", len(value))
        return fits and all(conforms(item, part.get("items", {})) for item in value)
    if isinstance(value, dict):
        known = part.get("properties", {})
        others = part.get("additionalProperties", {})
        if not value.keys() >= set(part.get("required", ())):
            return False
        for key, item in value.items():
            if key not in known and others is False:
                return False
            if not conforms(item, known.get(key, others)):
                return False
    return True


def _is_of(kind: str, value: object) -> bool:
    return isinstance(value, _KINDS[kind]) and not (kind == "integer" and isinstance(value, bool))


def violations(value: Any) -> Iterator[Violation]:
    """Everything in which the value breaks the schema."""
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator(schema()).iter_errors(value):
        yield from _rewritten(error)


def _rewritten(error: ValidationError) -> Iterator[Violation]:
    path = tuple(error.absolute_path)
    part: Any = error.schema
    wanted: Any = error.validator_value
    given: Any = error.instance
    key = ".".join(str(step) for step in path if isinstance(step, str))
    match error.validator:
        case "additionalProperties":
            known = list(part["properties"])
            of = f" of `{key}`" if key else ""
            for unknown in sorted(name for name in given if name not in known):
                near = get_close_matches(unknown.lower().replace("_", "-"), known, 1)
                hint = f" Did you mean `{near[0]}`?" if near else ""
                expected = ", ".join(known)
                yield Violation((*path, unknown), f"Unknown key `{unknown}`{of}.{hint} Expected one of {expected}.")
        case "anyOf":
            yield from _rewritten(max(error.context or (), key=_how_near))
        case "oneOf":
            *others, last = (f"`{choice['required'][0]}`" for choice in wanted)
            yield Violation(path, f"An entry of `{key}` takes exactly one of {', '.join(others)} and {last}.")
        case "required":
            missing = next(name for name in wanted if error.message.startswith(repr(name)))
            meaning = part["properties"][missing]["description"]
            yield Violation(path, f"An entry of `{key}` has no `{missing}`. {meaning}")
        case "minimum" | "maximum":
            allowed_range = f"{part['minimum']} to {part['maximum']}"
            yield Violation(path, f"`{key}` is {_shown(given)}. Expected a number from {allowed_range}.")
        case "enum":
            allowed = [str(choice) for choice in wanted]
            near = get_close_matches(str(given).lower(), allowed, 1)
            hint = f" Did you mean `{near[0]}`?" if near else ""
            yield Violation(path, f"`{key}` is {_shown(given)}.{hint} Expected one of {', '.join(allowed)}.")
        case "type":
            kind = _KIND_NAMES[wanted]
            if path and isinstance(path[-1], int):
                yield Violation(path, f"An entry of `{key}` is {_shown(given)}. Expected {kind}.")
            else:
                example = f" such as [{_shown(given)}]" if wanted == "array" else ""
                if wanted == "array" and isinstance(given, dict):
                    example = f"; `[[{key}]]` begins a table in a list"
                yield Violation(path, f"`{key}` is {_shown(given)}. Expected {kind}{example}.")
        case "minLength":
            yield Violation(path, f"`{key}` is empty. Give a value or remove the key.")
        case "pattern":
            yield Violation(path, f"`{key}` is {_shown(given)}. Expected: {part['description']}")
        case "minItems":
            yield Violation(path, f"`{key}` is an empty list. Give a value or remove the key.")
        case "maxItems":
            yield Violation(path, f"`{key}` has {len(given)} entries. At most {wanted} are read.")
        case "maxLength":
            yield Violation(path, f"`{key}` has {len(given)} characters. At most {wanted} are read.")
        case _:
            yield Violation(path, f"`{key}`: {error.message}.")


def _how_near(error: ValidationError) -> tuple[int, bool]:
    """How much of a choice the value follows: the deeper the mistake, and not about the type, the more."""
    return len(error.absolute_path), error.validator != "type"


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."
