"""The presets. A released version never changes: a new set of default rules is a new version.

To make a version 2 of a preset, write the rules that version 1 stands for into its ``select`` as codes, and add the new
version behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Literal

Level = Literal["error", "warning", "info", "never"]


@dataclass(frozen=True, slots=True)
class Preset:
    """A named set of defaults.

    Attributes:
        name: without the version.
        version: from 1.
        summary: one line.
        select: selectors of the rules that run; preview rules are never among them.
        severity: levels instead of a rule's own, by selector.
        confidence: findings below it are not reported.
        fail_on: the mildest severity that makes the exit code 1.
    """

    name: str
    version: int
    summary: str
    select: tuple[str, ...] = ("all",)
    severity: tuple[tuple[str, Level], ...] = ()
    confidence: Literal["certain", "likely", "possible"] = "likely"
    fail_on: Level = "warning"

    @property
    def label(self) -> str:
        """Name and version, such as ``recommended@1``."""
        return f"{self.name}@{self.version}"


DEFAULT_PRESET: Final = "recommended"
PRESETS: Final = (
    Preset("recommended", 1, "All released rules; warnings fail the run."),
    Preset(
        "strict",
        1,
        "All released rules, also findings that are only possible; every finding fails the run.",
        confidence="possible",
        fail_on="info",
    ),
    Preset("limits-only", 1, "Only what a provider refuses or a spec cannot mean.", select=("S", "A")),
)
_PATTERN: Final = re.compile(r"([a-z][a-z-]*)(?:@([0-9]+))?")


def preset_names() -> list[str]:
    """Names without versions."""
    return list(dict.fromkeys(preset.name for preset in PRESETS))


def is_preset_name(text: str) -> bool:
    """Whether the text has the form of a preset's name and is no path."""
    match = _PATTERN.fullmatch(text)
    return match is not None and (match[1] in preset_names() or match[2] is not None)


def find_preset(text: str) -> Preset:
    """The preset with this name; without a version the newest.

    Raises:
        KeyError: there is none; the message names those that exist.
    """
    match = _PATTERN.fullmatch(text)
    versions = [preset for preset in PRESETS if match and preset.name == match[1]]
    if match is None or not versions:
        near = get_close_matches(text, preset_names(), 1)
        hint = f" Did you mean `{near[0]}`?" if near else ""
        raise KeyError(f"There is no preset `{text}`.{hint} Expected one of {', '.join(preset_names())}.")
    if match[2] is None:
        return versions[-1]
    for preset in versions:
        if preset.version == int(match[2]):
            return preset
    known = ", ".join(preset.label for preset in versions)
    raise KeyError(f"There is no version {match[2]} of the preset `{match[1]}`. Expected one of {known}.")
