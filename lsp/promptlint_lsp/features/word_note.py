"""What the parser took a word of a prompt for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts.prompt.model import (
    Action,
    Attribute,
    CameraMove,
    Dialogue,
    Label,
    Negation,
    PromptFacts,
    Span,
    Subject,
)
from promptlint_lsp.features.note import Block, Rows, Title

_UNSURE: Final = {
    "certain": "",
    "likely": "likely: only one of grammar and word lists says so",
    "possible": "possible: grammar and word lists disagree, so that rules do not count it",
}
_ACTORS: Final = {
    "subject": "movement of a subject",
    "camera": "movement of the camera",
    "scene": "movement of the surroundings",
    "light": "change of the light",
}
_LISTS: Final = {
    "lighting": "light",
    "style": "look of the film",
    "anchors": "ties the subject to its reference",
    "scene_changes": "a new scene or a cut",
    "quality_tags": "praise of quality, which models do not need",
}

_Reading = tuple[int, int, str, str, tuple[tuple[str, str], ...]]
"""Start, end, the words, what they are, and what is said of them."""


def word_note(facts: PromptFacts, text: str, index: int) -> tuple[int, int, list[Block]] | None:
    """Start and end of the words at a character of a prompt, and what they were taken for; None for other words."""
    found = [one for one in _readings(facts, text) if one[0] <= index < max(one[1], one[0] + 1)]
    if not found:
        return None
    found.sort(key=lambda one: one[1] - one[0])
    start, end = found[0][:2]
    blocks: list[Block] = []
    for _, _, words, what, rows in found:
        blocks.append(Title(words, what))
        if rows:
            blocks.append(Rows(rows))
    lemma = next((one for one in facts.lemmas if one.start <= index < one.end), None)
    if lemma is not None and lemma.value.lower() != lemma.text.lower():
        blocks.append(Rows((("dictionary form", lemma.value),)))
    return start, end, blocks


def _readings(facts: PromptFacts, text: str) -> Iterator[_Reading]:
    spans: tuple[Span, ...] = (*facts.subjects, *facts.actions, *facts.camera, *facts.negations, *facts.dialogue)
    for span in spans:
        what, rows = _reading(span)
        yield span.start, span.end, span.text, what, tuple((label, words) for label, words in rows if words)
    for attribute in facts.attributes:
        start, end = (
            min(attribute.start, attribute.noun_start),
            max(attribute.end, attribute.noun_end),
        )
        what, rows = _reading(attribute)
        yield start, end, text[start:end], what, tuple((label, words) for label, words in rows if words)
    for name, what in _LISTS.items():
        for span in getattr(facts, name):
            yield span.start, span.end, span.text, what, ()
    labels: list[tuple[Label | None, str]] = [(facts.time_of_day, "time of day"), (facts.framing, "framing")]
    labels += [(label, "a parameter, which belongs into a field") for label in facts.parameters]
    labels += [(label, f"in the word list {label.value}") for label in facts.mentions]
    for label, what in labels:
        if label is not None:
            value = () if label.value in what else (("stands for", label.value),)
            yield label.start, label.end, label.text, what, value


def _reading(span: Span) -> tuple[str, list[tuple[str, str]]]:
    """What a stretch is, and what is said of it."""
    match span:
        case Action():
            return _ACTORS[span.actor_kind], [
                ("verb", span.verb),
                ("who", span.actor or "nobody is named"),
                ("speed", span.speed or ""),
                ("negated", "the prompt says that it must not happen" if span.negated else ""),
                ("part", "" if span.main else "goes along with another movement"),
                ("sure", _UNSURE[span.certainty]),
            ]
        case CameraMove():
            return "camera move", [
                ("move", " ".join(part for part in (span.move, span.direction) if part)),
                ("towards", span.target or ""),
                ("speed", span.speed or ""),
                ("negated", "the prompt says that it must not happen" if span.negated else ""),
            ]
        case Attribute():
            return "appearance", [
                ("kind", span.kind),
                (span.noun_lemma, span.value),
                ("colour", span.family or ""),
                ("negated", "the prompt says that it is not so" if span.negated else ""),
            ]
        case Subject():
            count = "several" if span.count is None else str(span.count)
            return "subject", [("kind", span.kind), ("how many", count), ("looks", ", ".join(span.modifiers))]
        case Negation():
            return "negation", [("by", span.negator), ("rules out", span.scope)]
        case Dialogue():
            return "spoken words", [("words", str(span.words))]
    return "", []
