"""Words and phrases that need no parse: light, style, framing, time of day, anchors, changes of scene, quality tags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from promptlint.facts.prompt.matching import Match, PhraseTree, scan_words
from promptlint.facts.prompt.model import Label, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.facts.prompt.vocabulary import Vocabulary

OWN_FIELDS = {
    "lighting_terms": "lighting",
    "style_terms": "style",
    "identity_anchors": "anchors",
    "scene_change_phrases": "scene_changes",
    "quality_tags": "quality_tags",
}
GROUPS = ("time_of_day", "framings", "angles")


@dataclass(frozen=True, slots=True)
class Mentions:
    """What the phrase pass found, ready for the facts' fields."""

    time_of_day: Label | None
    framing: Label | None
    fields: dict[str, tuple[Span, ...]]
    listed: tuple[Label, ...]

    def has(self, list_name: str) -> bool:
        """Some word of the list stands in the prompt."""
        return bool(self.listed_as(list_name))

    def listed_as(self, list_name: str) -> list[Label]:
        """The mentions of one list."""
        return [label for label in self.listed if label.value == list_name]


class MentionReader:
    """Finds all listed phrases in one pass."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        entries = [
            (phrase, (name, ""))
            for name in (*OWN_FIELDS, *sorted(vocabulary.words("mentioned_lists")))
            for phrase in vocabulary.words(name)
        ]
        entries += [
            (phrase, (group, value)) for group in GROUPS for phrase, value in vocabulary.groups.get(group, {}).items()
        ]
        self.tree: PhraseTree[tuple[str, str]] = PhraseTree(sorted(entries))
        self.anchor_tags = tuple(vocabulary.words("anchor_tags"))
        self.vetoes = tuple(vocabulary.words("scene_change_vetoes"))

    def read(self, text: str, prompt: str, hidden: tuple[tuple[int, int], ...]) -> Mentions:
        """Find the phrases outside spoken words; `text` is the normalised prompt, `prompt` the written one."""
        lowered = text.lower()
        if len(lowered) != len(text):
            lowered = "".join(ch.lower() if len(ch.lower()) == 1 else ch for ch in text)
        fields: dict[str, list[Span]] = {field: [] for field in OWN_FIELDS.values()}
        listed: list[Label] = []
        groups: dict[str, list[Label]] = {name: [] for name in GROUPS}
        for match in self._visible(lowered, hidden):
            (name, value), start, end = match.value, match.start, match.end
            words = prompt[start:end]
            if name in groups:
                groups[name].append(Label(words, start, end, value))
                if name == "angles":
                    listed.append(Label(words, start, end, "angle " + value))
            elif name == "scene_change_phrases":
                if not self._vetoed(lowered, start, end):
                    fields["scene_changes"].append(Span(words, start, end))
            elif name in OWN_FIELDS:
                fields[OWN_FIELDS[name]].append(Span(words, start, end))
            else:
                listed.append(Label(words, start, end, name))
        raw = prompt.lower()
        if len(raw) == len(prompt):
            for tag in self.anchor_tags:
                at = raw.find(tag)
                if at >= 0:
                    fields["anchors"].append(Span(prompt[at : at + len(tag)], at, at + len(tag)))
        return Mentions(
            self._first_time(groups["time_of_day"]),
            groups["framings"][0] if groups["framings"] else None,
            {field: tuple(sorted(spans, key=lambda span: span.start)) for field, spans in fields.items()},
            tuple(listed),
        )

    def _visible(self, lowered: str, hidden: tuple[tuple[int, int], ...]) -> Iterator[Match[tuple[str, str]]]:
        for match in self.tree.find(scan_words(lowered)):
            if not any(start <= match.start < end for start, end in hidden):
                yield match

    def _vetoed(self, lowered: str, start: int, end: int) -> bool:
        """ "cut to shoulder length" and "no cuts" change no scene."""
        after = lowered[end : end + 24]
        before = lowered[max(0, start - 14) : start]
        return any(f" {veto}" in after for veto in self.vetoes if len(after) > 2) or before.rstrip().endswith(
            (" no", "without", "hair", "no", "jaw", "not", "for", "of")
        )

    def _first_time(self, labels: list[Label]) -> Label | None:
        """The first time of day named; night and golden hour outrank the vague "day"."""
        telling = [label for label in labels if label.value != "day"]
        return next(iter(telling or labels), None)
