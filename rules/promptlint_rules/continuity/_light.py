"""What light a text asks for, as qualities that can be compared: soft or hard, warm or cool, its side, the hour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from promptlint.facts.prompt import PromptFacts
from promptlint.finding import Confidence

_WORDS_BEFORE: Final = re.compile(r"(?:[\w-]+[ ,]+){0,3}$")
_REACH: Final = 60
"""How far before the light its adjectives are looked for, in characters."""

_WORDS_AFTER: Final = re.compile(r"(?:[ ,]+[\w-]+){0,7}")
_QUALITIES: Final[tuple[tuple[str, str, re.Pattern[str]], ...]] = tuple(
    (kind, value, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for kind, value, words in (
        ("softness", "soft", r"soft(?:ly)?|diffused?|overcast|soft-?box|bounced?"),
        ("softness", "hard", r"hard|harsh|spotlight|direct sun(?:light)?"),
        ("warmth", "warm", r"warm(?:ly)?|golden|candle-?(?:light|lit)?|fire-?light|tungsten|lamp-?light|amber"),
        ("warmth", "cool", r"cool|cold|moon-?(?:light|lit)|fluorescent|icy"),
        ("key", "high", r"high[- ]key|bright(?:ly)?"),
        ("key", "low", r"low[- ]key|dim(?:ly)?|low light"),
        ("side", "left", r"(?:camera|screen|frame)[- ]left|from (?:the )?left(?! to\b)"),
        ("side", "right", r"(?:camera|screen|frame)[- ]right|from (?:the )?right(?! to\b)"),
    )
)
_CHANGE: Final = re.compile(
    r"\b(?:sun|lights?|\w+light)\b(?:\s+[\w-]+){0,4}?\s+"
    r"(?:fades?|dims?|warms?|cools?|brightens?|darkens?|changes?|shifts?|turns?|goes|go|grows?|becomes?|falls?)\b",
    re.IGNORECASE,
)
"""Changes that the prompt parser does not see as actions of the light."""

_TIMES: Final = {
    "night": "night", "day": "day", "golden hour": "low sun", "sunset": "low sun", "dawn": "low sun",
    "dusk": "twilight", "blue hour": "twilight",
}  # fmt: skip
_LIGHT: Final = frozenset({"light", "lighting", "glow"})
_COLOURS: Final = frozenset({"red", "green", "blue", "purple", "pink"})
"""Colours that a lamp must have; yellow, orange and white are shades of warm and cool."""

_CLEAR_TIMES: Final = (frozenset({"night", "day"}), frozenset({"night", "low sun"}))
_FIRM: Final = frozenset({"softness", "side"})
"""What a set-up of lamps keeps at any hour."""


@dataclass(frozen=True, slots=True)
class Light:
    """One quality of the light in a text.

    Attributes:
        kind: ``softness``, ``warmth``, ``key``, ``side``, ``colour`` or ``time``.
        value: such as ``soft``; of the time, ``night``, ``day``, ``low sun`` or ``twilight``.
        words: the words on the light that tell it.
        start, end: where they stand.
    """

    kind: str
    value: str
    words: str
    start: int
    end: int

    @property
    def is_firm(self) -> bool:
        """Whether it is a matter of the lamps, and not of the hour or the mood of a scene."""
        return self.kind in _FIRM


def lights_in(said: PromptFacts, text: str) -> tuple[Light, ...]:
    """The qualities of light that a text asks for; those that it contradicts itself are left out."""
    found: dict[str, list[Light]] = {}
    for light in _all(said, text):
        found.setdefault(light.kind, []).append(light)
    return tuple(lights[0] for lights in found.values() if len({light.value for light in lights}) == 1)


def changes_light(said: PromptFacts, text: str) -> bool:
    """Whether the light changes within the clip, so that it ends in another one than it begins with."""
    acting = (action for action in said.actions if action.actor_kind == "light" and not action.negated)
    told = any(action.certainty != "possible" for action in acting) or bool(said.mentioned("time_change_phrases"))
    return told or _CHANGE.search(text) is not None


def contradicting(mine: tuple[Light, ...], theirs: tuple[Light, ...]) -> list[tuple[Light, Light, Confidence]]:
    """The qualities of which two texts say different things, and how sure that is, the surest first."""
    known = {light.kind: light for light in theirs}
    found = []
    for light in mine:
        other = known.get(light.kind)
        if other is not None and other.value != light.value:
            clear = light.kind != "time" or {light.value, other.value} in _CLEAR_TIMES
            found.append((light, other, Confidence.LIKELY if clear else Confidence.POSSIBLE))
    return sorted(found, key=lambda triple: -triple[2])


def _all(said: PromptFacts, text: str) -> Iterator[Light]:
    for phrase in _phrases(said, text):
        for kind, value, pattern in _QUALITIES:
            around = (phrase.start, phrase.last) if kind == "side" else (phrase.first, phrase.end)
            match = pattern.search(text, *around)
            if match is not None:
                start, end = min(match.start(), phrase.start), max(match.end(), phrase.end)
                yield Light(kind, value, text[start:end], start, end)
    for attribute in said.attributes:
        if attribute.noun_lemma in _LIGHT and attribute.family in _COLOURS and not attribute.negated:
            start, end = min(attribute.start, attribute.noun_start), max(attribute.end, attribute.noun_end)
            yield Light("colour", attribute.family, text[start:end], start, end)
    time = said.time_of_day
    if time is not None and time.value in _TIMES:
        yield Light("time", _TIMES[time.value], time.text, time.start, time.end)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words on light from ``start`` to ``end``, and from ``first`` to ``last`` what stands around them."""

    start: int
    end: int
    first: int
    last: int


def _phrases(said: PromptFacts, text: str) -> Iterator[_Phrase]:
    """The words on light that are not ruled out, each with a few words around it in its sentence or comma fragment."""
    named = [(span.start, span.end) for span in said.lighting]
    named += [(a.noun_start, a.noun_end) for a in said.attributes if a.kind == "light"]
    ruled_out = [(negation.start, negation.end) for negation in said.negations]
    for start, end in sorted(set(named)):
        if any(first <= start < last for first, last in ruled_out):
            continue
        fragment = next(((f.start, f.end) for f in said.fragments if f.start <= start < f.end), (start, end))
        before = _WORDS_BEFORE.search(text, max(fragment[0], start - _REACH), start)
        after = _WORDS_AFTER.match(text, end, max(end, fragment[1]))
        yield _Phrase(start, end, before.start() if before else start, after.end() if after else end)
