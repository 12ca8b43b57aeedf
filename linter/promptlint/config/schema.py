"""The JSON Schema of the configuration: a quick yes or no, and messages for people where the answer is no."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

SCHEMA_FILE: Final = "config-1.schema.json"
_KINDS: Final[dict[str, type]] = {"object": dict, "array": list, "string": str, "boolean": bool}
_KIND_NAMES: Final = {
    "object": "a table",
    "array": "a list",
    "string": "text in quotes",
    "boolean": "true or false",
}
_NOTES: Final = frozenset({"$schema", "$id", "$defs", "title", "description"})
_QUICK_KEYWORDS: Final = _NOTES | {"$ref", "additionalProperties", "enum", "items", "minLength", "properties", "type"}


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
    if "enum" in part and value not in part["enum"]:
        return False
    kind = part.get("type")
    if kind is not None and not isinstance(value, _KINDS[kind]):
        return False
    if isinstance(value, str):
        return len(value) >= int(part.get("minLength", 0))
    if isinstance(value, list):
        return all(conforms(item, part.get("items", {})) for item in value)
    if isinstance(value, dict):
        known = part.get("properties", {})
        others = part.get("additionalProperties", {})
        for key, item in value.items():
            if key not in known and others is False:
                return False
            if not conforms(item, known.get(key, others)):
                return False
    return True


def violations(value: Any) -> Iterator[Violation]:
    """Everything in which the value breaks the schema."""
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator(schema()).iter_errors(value):
        yield from _rewritten(error, value)


def _rewritten(error: ValidationError, value: Any) -> Iterator[Violation]:
    path = tuple(error.absolute_path)
    wanted: Any = error.validator_value
    key = ".".join(str(step) for step in path if isinstance(step, str))
    match error.validator:
        case "additionalProperties":
            known = list(schema()["properties"])
            for unknown in sorted(key for key in value if key not in known):
                near = get_close_matches(unknown.lower().replace("_", "-"), known, 1)
                hint = f" Did you mean `{near[0]}`?" if near else ""
                yield Violation((*path, unknown), f"Unknown key `{unknown}`.{hint} Expected one of {', '.join(known)}.")
        case "enum":
            allowed = [str(choice) for choice in wanted]
            near = get_close_matches(str(error.instance).lower(), allowed, 1)
            hint = f" Did you mean `{near[0]}`?" if near else ""
            yield Violation(path, f"`{key}` is {_shown(error.instance)}.{hint} Expected one of {', '.join(allowed)}.")
        case "type":
            kind = _KIND_NAMES[wanted]
            if path and isinstance(path[-1], int):
                yield Violation(path, f"An entry of `{key}` is {_shown(error.instance)}. Expected {kind}.")
            else:
                example = f" such as [{_shown(error.instance)}]" if wanted == "array" else ""
                yield Violation(path, f"`{key}` is {_shown(error.instance)}. Expected {kind}{example}.")
        case "minLength":
            yield Violation(path, f"`{key}` is empty. Give a value or remove the key.")
        case _:
            yield Violation(path, f"`{key}`: {error.message}.")


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."
