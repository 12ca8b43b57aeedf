"""The tables of the configuration's page, from the configuration's schema and the presets."""

from __future__ import annotations

import json
from typing import Any

from docsite.markdown import inline, table
from promptlint.config.presets import PRESETS
from promptlint.config.schema import schema
from promptlint.settings import DEFAULT_EXCLUDE, DEFAULT_INCLUDE


def parts() -> dict[str, str]:
    """The generated regions by name."""
    return {
        "settings": _keys(schema()),
        "phrase-settings": _keys(schema()["$defs"]["phrase"]),
        "presets": table(("Preset", "What it reports"), [(f"`{preset.label}`", preset.summary) for preset in PRESETS]),
        "default-include": inline(DEFAULT_INCLUDE) + ".",
        "default-exclude": inline(DEFAULT_EXCLUDE) + ".",
    }


def _keys(part: dict[str, Any]) -> str:
    rows = [(f"`{key}`", _takes(value), value.get("description", "")) for key, value in part["properties"].items()]
    return table(("Key", "Takes", "Meaning"), rows)


def _takes(value: dict[str, Any]) -> str:
    if "$ref" in value:
        value = {**schema()["$defs"][value["$ref"].rpartition("/")[2]], **value}
    if "anyOf" in value:
        return " or ".join(_takes(choice) for choice in value["anyOf"])
    if "enum" in value:
        return ", ".join(f"`{json.dumps(choice)}`" for choice in value["enum"])
    return {"array": "a list", "boolean": "`true` or `false`", "object": "a table", "string": "text"}[value["type"]]
