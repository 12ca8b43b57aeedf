"""The settings of a file for people and programs, each with where it comes from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from promptlint.config.finder import shown_path
from promptlint.config.phrases import as_table
from promptlint.config.resolve import KEYS, Origin, Resolved
from promptlint.picture_limits import MEGA


def values(resolved: Resolved) -> dict[str, Any]:
    """Every setting by its key in the configuration."""
    settings = resolved.settings
    found = {
        "preset": resolved.preset.label,
        "select": list(settings.select),
        "ignore": list(settings.ignore),
        "severity": {code: severity.label for code, severity in settings.severity.items()},
        "confidence": settings.min_confidence.label,
        "per-file-ignores": {pattern: list(selectors) for pattern, selectors in settings.per_file_ignores},
        "include": list(settings.include),
        "exclude": list(settings.exclude),
        "models": dict(settings.models),
        "vocabulary": {name: list(words) for name, words in settings.vocabulary.items()},
        "phrases": [as_table(phrase) for phrase in settings.phrases],
        "pictures": {
            "max-megapixels": settings.pictures.max_pixels // MEGA,
            "max-megabytes": settings.pictures.max_bytes // MEGA,
        },
        "fail-on": settings.fail_on.label if settings.fail_on else "never",
        "require-suppression-reasons": settings.require_reasons,
    }
    return {key: found[key] for key in KEYS}


def settings_text(resolved: Resolved) -> str:
    """A setting a line, its origin behind it."""
    lines = [f"root: {shown_path(resolved.settings.root)}"]
    files = ", ".join(shown_path(path) for path in reversed(resolved.files))
    lines.append(f"configuration: {files or 'none found'}")
    lines.append("")
    for key, value in values(resolved).items():
        origin = "; ".join(str(origin) for origin in resolved.origins[key])
        lines.append(f"{key} = {_toml(value)}  # {origin}")
    return "\n".join(lines) + "\n"


def settings_json(resolved: Resolved) -> str:
    """``{"version": 1, "root", "files": [...], "settings": {KEY: {"value", "origins": [...]}}}``."""
    document = {
        "version": 1,
        "root": resolved.settings.root.as_posix(),
        "files": [path.as_posix() for path in reversed(resolved.files)],
        "settings": {
            key: {"value": value, "origins": [_origin(origin) for origin in resolved.origins[key]]}
            for key, value in values(resolved).items()
        },
    }
    return json.dumps(document, indent=2, default=str) + "\n"


def _origin(origin: Origin) -> dict[str, Any]:
    return {key: value for key, value in asdict(origin).items() if value not in ("", None)}


def _toml(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(key)} = {_toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return json.dumps(value, default=str)
