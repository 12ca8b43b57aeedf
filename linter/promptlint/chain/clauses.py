"""A prompt cut into sentences, and each sentence into what begins it, its actions, and what goes with all of them.

"In a kitchen, the woman opens the door, walks in and sits down while the camera pushes in." begins with "In a kitchen,
the woman", has three actions, and the camera goes with each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from promptlint.facts.prompt import Action, PromptFacts

_QUOTES: Final = "\"'”’)]"
_SENTENCE_END: Final = re.compile(rf"[.!?;…]+[{re.escape(_QUOTES)}]*(?=\s|$)|[ \t]*(?=\r?\n)")
_SEPARATOR: Final = re.compile(
    r"\s*[,;–—]\s*(?:and\s+)?(?:then\s+)?|\s+(?:and\s+)?then\s+|\s+(?:and|but)\s+|[.!?]\s+(?=(?-i:[A-Z]))",
    re.IGNORECASE,
)
_CONNECTIVE: Final = re.compile(r"\s*,\s*(?:and\s+|while\s+|as\s+|with\s+)?|\s+(?:while|as|with|and)\s+", re.IGNORECASE)
_LETTER_END: Final = re.compile(
    r"(?=\b((?P<noun>[A-Z]\w+) [A-Z]\.)\s+(?:(?P=noun)|The|An?|She|He|It|They|Both|Then|As|With|Camera)\b)"
)
"""The end of a sentence that looks like an initial: "hands it to Character B. Character B takes it"."""
_ONSET: Final = re.compile(r"\b(?:begins?|starts?|continues?|proceeds?|tries|try)(?=\s)", re.IGNORECASE)
_RELATIVE: Final = re.compile(r"(?:who|which|that|whose)\b", re.IGNORECASE)
_SUBJECT: Final = re.compile(
    r"(?:then\s+)?(?:(?:he|she|it|they|both|one|another|others)\b"
    r"|(?:the|a|an|his|her|its|their|two|three|some|each)\s+\w+\s+$)",
    re.IGNORECASE,
)
_AND: Final = re.compile(r"(?:and|but|then|while|as)\s+")
_PRONOUN: Final = re.compile(r"(?:he|she|it|they)\b", re.IGNORECASE)
_MOST_WORDS: Final = 6
"""Between a comma or "and" and the verb that it leads to."""
_OPENING: Final = len("with ")
"""How far into a stretch a "no" stands that rules something out: "with no changes", but not "careful not to"."""
_SETTING_SHARE: Final = 0.3
"""How much of a stretch speaks of light, looks and rules where it speaks of nothing else."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the prompt."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Act(Part):
    """One action with everything that belongs to it; ``own_subject`` where it says itself who acts."""

    action: Action
    own_subject: bool


@dataclass(frozen=True, slots=True)
class Sentence(Part):
    """A sentence with the white space before it.

    Attributes:
        body: where its first word stands.
        head_end: where its first action begins; what stands before goes with each of its actions.
        acts: its actions in order; a sentence without one goes with all shots.
        lead: what the camera does before the first action, as in "The camera pushes in as she turns".
        shared: further parts that go with each action, with the comma or word that joins them.
        stop: where its punctuation at the end begins.
        tells: whether it tells something of somebody named before, in words that are no sure action: "She waves."
    """

    body: int
    head_end: int
    acts: tuple[Act, ...]
    lead: Part | None
    shared: tuple[Part, ...]
    stop: int
    tells: bool = False


def sentences_of(prompt: str, said: PromptFacts) -> list[Sentence]:
    """The sentences; together they are the whole prompt."""
    bounds = sorted({0, *_bounds(prompt, said), *(found.end(1) for found in _LETTER_END.finditer(prompt)), len(prompt)})
    return [_sentence(prompt, said, start, end) for start, end in pairwise(bounds) if end > start]


def _bounds(prompt: str, said: PromptFacts) -> Iterator[int]:
    """Where one sentence ends and the next begins, quoted speech apart."""
    for before, after in pairwise(said.fragments):
        if any(speech.start - 1 <= before.end and after.start < speech.end for speech in said.dialogue):
            continue
        end = _SENTENCE_END.search(prompt, before.end, after.start + len(_QUOTES))
        if end is not None and end.start() < after.start:
            yield end.end()


def _sentence(prompt: str, said: PromptFacts, start: int, end: int) -> Sentence:
    text = prompt[start:end]
    body = start + len(text) - len(text.lstrip())
    stop = max(start + len(text.rstrip().rstrip(".!?;…")), body)
    actions = [
        action
        for action in said.actions
        if start <= action.start < end
        and action.actor_kind == "subject"
        and action.main
        and not action.negated
        and action.certainty != "possible"
    ]
    if not actions:
        tells = _PRONOUN.match(prompt, body) is not None and not _describes(said, body, end)
        return Sentence(start, end, body, body, (), None, (), stop, tells)
    acts, shared = _acts(prompt, said, actions, body, stop)
    head_end = actions[0].start
    return Sentence(start, end, body, head_end, acts, _leading_camera(prompt, said, body, head_end), shared, stop)


def _acts(
    prompt: str, said: PromptFacts, actions: list[Action], body: int, stop: int
) -> tuple[tuple[Act, ...], tuple[Part, ...]]:
    starts: list[tuple[int, int, Action, bool]] = [(body, body, actions[0], True)]
    previous = actions[0]
    for action in actions[1:]:
        cut = _cut(prompt, previous, action)
        if cut is not None:
            starts.append((*cut, action, _has_subject(prompt, cut[1], action)))
        previous = action
    ends = [before for before, *_ in starts[1:]] + [stop]
    acts, shared = [], []
    for (_, start, action, own), end in zip(starts, ends, strict=True):
        parts = _shared_parts(prompt, said, action, end)
        shared += parts
        acts.append(Act(start, parts[0].start if parts else end, action, own))
    return tuple(acts), tuple(shared)


def _cut(prompt: str, before: Action, after: Action) -> tuple[int, int] | None:
    """End of one action and start of the next, where a comma, "and" or "then" parts two of the same form."""
    gap = prompt[before.end : after.start]
    found = None
    for match in _SEPARATOR.finditer(gap):
        found = match
    if found is None:
        return None
    between = gap[found.end() :]
    if len(between.split()) > _MOST_WORDS or _RELATIVE.match(between):
        return None
    cut = before.end + found.start(), before.end + found.end()
    if _has_subject(prompt, cut[1], after):
        return cut
    onset = _ONSET.search(between)
    leading = onset[0] if onset else after.text
    return cut if _form(leading, None if onset else after) == _form(before.text, before) else None


def _has_subject(prompt: str, start: int, action: Action) -> bool:
    """Whether the words before the verb say who acts."""
    before = prompt[start : action.start]
    actor = actor_of(action)
    return (bool(actor) and actor in before.lower()) or before[:1].isupper() or _SUBJECT.match(before) is not None


def actor_of(action: Action) -> str:
    """Who acts, in lower case and without an "and" that the parse took for a part of the name."""
    return _AND.sub("", (action.actor or "").lower())


def _form(word: str, action: Action | None) -> str:
    """The form of a verb by its ending."""
    first = word.split(maxsplit=1)[0].lower()
    if action is not None and first == action.verb:
        return "bare"
    return next((ending for ending in ("ing", "s") if first.endswith(ending)), "past" if action else "bare")


def _shared_parts(prompt: str, said: PromptFacts, action: Action, end: int) -> list[Part]:
    """The parts at the end of an action that go with the other actions, too: the camera, light, looks."""
    cut = end
    while True:
        fragment = next((f for f in said.fragments if f.start > action.end and f.start < cut <= f.end + 1), None)
        if fragment is None or not _is_setting(said, fragment.start, cut):
            break
        cut = len(prompt[: fragment.start].rstrip().rstrip(",;–—-").rstrip())
    for move in said.camera:
        if action.end <= move.start and move.end <= cut and not _is_object(prompt, move.start):
            joined = list(_CONNECTIVE.finditer(prompt, action.end, move.start))
            if joined and len(prompt[joined[-1].end() : move.start].split()) < _MOST_WORDS:
                cut = min(cut, joined[-1].start())
    return [Part(cut, end)] if cut < end else []


def _is_object(prompt: str, start: int) -> bool:
    """Whether words follow a preposition: "at the pan"."""
    return prompt[:start].rstrip().lower().endswith((" at", " to", " of", " for"))


def _describes(said: PromptFacts, start: int, end: int) -> bool:
    """Whether a stretch says how something looks, or speaks of camera, light or rules."""
    return _is_setting(said, start, end) or any(start <= look.start < end for look in said.attributes)


def _is_setting(said: PromptFacts, start: int, end: int) -> bool:
    """Whether a stretch speaks of camera, light, looks or rules, and of nothing that a subject does."""
    spans = [
        *said.lighting,
        *said.style,
        *said.quality_tags,
        *said.anchors,
        *said.parameters,
        *(label for label in (said.framing, said.time_of_day) if label is not None),
    ]
    acts = (a for a in said.actions if a.actor_kind == "subject" and a.main and not a.negated)
    if any(start <= act.start < end for act in acts):
        return False
    if any(start <= move.start < end for move in said.camera):
        return True
    if any(start <= ruled_out.start <= start + _OPENING for ruled_out in said.negations):
        return True
    covered = {place for span in spans for place in range(max(span.start, start), min(span.end, end))}
    return len(covered) >= _SETTING_SHARE * (end - start)


def _leading_camera(prompt: str, said: PromptFacts, body: int, head_end: int) -> Part | None:
    """What the camera does before the first action of a sentence."""
    for move in said.camera:
        if body <= move.start and move.end <= head_end:
            joint = _CONNECTIVE.search(prompt, move.end, head_end)
            return Part(body, joint.start() if joint else len(prompt[:head_end].rstrip()))
    return None
