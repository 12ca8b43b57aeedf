"""The tables of the format's page, from the list of fields."""

from __future__ import annotations

from docsite.markdown import inline, table
from promptlint.settings import DEFAULT_INCLUDE
from promptlint.spec.fields import CHARACTER_KEYS, DEFAULTS_KEYS, FILE_KEYS, LIST_KEYS, SHOT_FIELDS, UNCHECKED_KEYS


def parts() -> dict[str, str]:
    """The generated regions by name."""
    return {
        "file-names": inline(DEFAULT_INCLUDE) + ".",
        "file-keys": table(("Key", "Meaning"), [(f"`{key}`", text) for key, text in FILE_KEYS.items()]),
        "shot-fields": table(
            ("Field", "Meaning", "Other names"),
            [(f"`{spec.name}`", spec.summary, inline((*spec.specific, *spec.aliases))) for spec in SHOT_FIELDS],
        ),
        "character-keys": table(("Key", "Meaning"), [(f"`{key}`", text) for key, text in CHARACTER_KEYS.items()]),
        "list-keys": inline(LIST_KEYS) + ".",
        "defaults-keys": inline(DEFAULTS_KEYS) + ".",
        "unchecked-keys": inline((*UNCHECKED_KEYS, "x-*")) + ".",
    }
