"""A project's own profiles and figures, laid over the built-in ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from promptlint.profiles.facts import PROJECT
from promptlint.profiles.names import Index, squash

_FACTS: Final = frozenset(
    {"status", "tasks", "durations", "fps", "frames", "resolutions", "aspect_ratios", "seed", "audio", "extension"}
)
_GROUPS: Final = frozenset({"prompt", "image", "video", "sound"})
_LISTS: Final = frozenset({"aliases", "windows", "controls", "limits", "motion_advice", "advice", "disputes"})
_BY_KEY: Final = {"controls": "name", "advice": "rule"}
_DEFAULTS: Final = {"windows": {"kind": "coherence", "condition": "as this project measured"}}
OWN_SOURCE: Final = {"source": [PROJECT]}


def with_overrides(
    models: dict[str, dict[str, Any]], overrides: Mapping[str, object], index: Index, schema: Path | None
) -> list[str]:
    """Apply overrides to ``models`` in place and return what is wrong with them, one line a problem.

    A key is any name of a model, or the id of a new one. A fact may be written as its bare value. Lists replace,
    but controls and advice are merged by name; ``based_on`` starts a new profile from another.
    """
    problems = _schema_problems(overrides, schema)
    if problems:
        return problems
    for name, given in overrides.items():
        if not isinstance(given, Mapping):
            return [f"models.{name}: expected a table"]
        hits = index.get(squash(name), [])
        if name not in models and len(hits) > 1:
            return [f"models.{name}: means {' or '.join(hit[0] for hit in hits)}; use one of these ids"]
        target = name if name in models else (hits[0][0] if hits else None)
        based_on = given.get("based_on")
        if target is None or based_on is not None:
            target = name
            base = _base(models, index, based_on)
            if based_on is not None and base is None:
                return [f"models.{name}.based_on: no model is called {based_on}"]
            models[name] = {"provider": PROJECT, "name": name, **(base or {}), "id": name}
        _merge(models[target], given)
    return []


def _base(models: Mapping[str, dict[str, Any]], index: Index, name: object) -> dict[str, Any] | None:
    if name is None:
        return None
    hits = index.get(squash(str(name)), [])
    record = models.get(str(name)) or (models[hits[0][0]] if len(hits) == 1 else None)
    if record is None:
        return None
    from copy import deepcopy

    return {
        key: deepcopy(value) for key, value in record.items() if key not in ("id", "name", "aliases", "also_called")
    }


def _merge(record: dict[str, Any], given: Mapping[str, Any]) -> None:
    for key, value in given.items():
        if key == "based_on":
            continue
        if key in _FACTS:
            record[key] = _fact(value)
        elif key in _GROUPS:
            group = dict(record.get(key, {}))
            group.update({name: _fact(part) for name, part in value.items()})
            record[key] = group
        elif key in _LISTS:
            entries = [{**OWN_SOURCE, **_DEFAULTS.get(key, {}), **entry} for entry in value]
            record[key] = _list(record.get(key, []), entries, _BY_KEY.get(key))
        else:
            record[key] = value


def _fact(value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping) and "value" in value:
        return {**OWN_SOURCE, **value}
    return {"value": value, **OWN_SOURCE}


def _list(old: list[dict[str, Any]], new: list[dict[str, Any]], key: str | None) -> list[dict[str, Any]]:
    if key is None:
        return new
    replaced = {entry[key]: entry for entry in new}
    kept = [replaced.pop(entry[key], entry) for entry in old]
    return [*kept, *replaced.values()]


def _schema_problems(overrides: Mapping[str, object], schema: Path | None) -> list[str]:
    if schema is None:
        return []
    import jsonschema

    definitions = json.loads(schema.read_text(encoding="utf-8"))["$defs"]
    checker = jsonschema.Draft202012Validator({"$defs": definitions, "$ref": "#/$defs/overrides"})
    errors = checker.iter_errors(json.loads(json.dumps(overrides, default=str)))
    found = [([str(part) for part in error.path], error.message) for error in errors]
    return [f"models.{'.'.join(path)}: {message}" for path, message in sorted(found)]
