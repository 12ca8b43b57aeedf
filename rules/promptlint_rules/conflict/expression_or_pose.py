"""C212."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.declared import declared_by
from promptlint.facts.reference.model import Caption
from promptlint.facts.reference.stated import picture
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import HOW_IT_WORKS, SAME_FACE
from promptlint_rules.conflict._case import Case, Place, case_of, people_in
from promptlint_rules.conflict._presence import is_told_as_fact
from promptlint_rules.picture_words import caption_evidence

_PATH: Final = "refs/mara.png"
_STATES: Final[tuple[tuple[str, str, str], ...]] = (
    ("posture", "sitting", r"sitting|seated"),
    ("posture", "standing", r"standing"),
    ("posture", "lying", r"lying(?: down)?|reclining"),
    ("posture", "kneeling", r"kneeling|crouching|squatting"),
    ("eyes", "closed", r"(?:eyes (?:are )?(?:closed|shut)|closed eyes|shut eyes)"),
    ("eyes", "open", r"(?:eyes (?:are )?(?:wide )?open|open eyes|wide[- ]open eyes)"),
    (
        "gaze",
        "at us",
        r"(?:looking|staring|gazing) (?:straight |directly |right )?(?:at|into) (?:the )?(?:camera|viewer|lens|us)",
    ),
    ("gaze", "away", r"(?:looking|gazing|facing) (?:away(?: from the camera)?|to the side|off[- ]camera)"),
    ("mouth", "smiling", r"smiling|grinning|laughing"),
    (
        "mouth",
        "serious",
        r"(?:neutral|serious|stern|solemn|blank) (?:expression|face|look)|frowning|unsmiling|crying|weeping",
    ),
    ("arms", "crossed", r"(?:arms (?:are )?(?:crossed|folded)|(?:crossed|folded) arms)"),
    ("arms", "raised", r"(?:arms (?:are )?(?:raised|up|outstretched)|(?:raised|outstretched) arms|hands up)"),
)
_PATTERNS: Final = tuple(
    (group, state, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for group, state, words in _STATES
)
_BECOMING: Final = re.compile(
    r"\b(?:start|begin|stop|keep|end|finish|turn|burst|break|go|become|before|after|until|then"
    r"|while)\w*\s+(?:\w+\s+){0,2}$|\bto\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _State:
    """An expression or posture that a text tells."""

    group: str
    state: str
    start: int
    end: int
    words: str


def _shot(prompt: str) -> str:
    return f"id: s01\nimage: {_PATH}\nprompt: {prompt}\n"


_SITTING: Final = (
    (_PATH, picture(captions=(Caption("XMP dc:description", "caption", "woman sitting on a bench, eyes closed"),))),
)


@shot_rule(
    code="C212",
    name="expression-or-pose",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT, Need.REFERENCE_HEADER}),
    fields=("prompt",),
    drift=True,
    summary="The prompt starts from another expression or posture than the reference.",
    sources=(HOW_IT_WORKS, SAME_FACE),
    bad=(
        Example(
            _shot("The woman standing by the window turns her head."),
            marks=("standing",),
            pictures=_SITTING,
        ),
        Example(
            _shot("The woman, eyes open, breathes slowly."),
            marks=("eyes open",),
            pictures=_SITTING,
        ),
    ),
    good=(
        Example(_shot("The woman sitting on the bench stands up and opens her eyes."), pictures=_SITTING),
        Example(_shot("The woman starts smiling."), pictures=_SITTING),
    ),
)
def expression_or_pose(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Holds states in the prompt - sitting, eyes closed, looking at the camera, smiling, arms crossed - against a "
    "text that
    is embedded in the start frame, else against the bible's description of the only character. What the prompt lets
    happen (`sits down`, `starts smiling`) is no state.

    ## Why it matters

    A prompt that takes another posture for granted makes the model jump to it in the first frames.

    ## What to do

    Start from what the picture shows, and let the rest happen: `she stands up`.
    """
    case = case_of(shot, facts)
    if case is None or people_in(case.reading.said) > 1:
        return
    claimed = [state for state in _states(case.reading.text) if _is_state(case, state)]
    for told, by, evidence in _told(case):
        known = {state.group: state for state in told}
        for state in claimed:
            other = known.get(state.group)
            if other is not None and other.state != state.state:
                yield Problem(
                    case.reading.part(state.start, state.end),
                    f"The prompt starts from `{state.words}`, and {by} says `{other.words}`: the clip jumps from "
                    f"the one to "
                    "the other in its first frames.",
                    "Start from what the picture shows, and let the rest happen.",
                    (evidence,),
                )
                return


def _told(case: Case) -> Iterator[tuple[list[_State], str, Evidence]]:
    """What the witnesses in words say, texts in the start frame first: an expression is the picture's own."""
    for caption, said in case.captions:
        states = list(_states(caption.text))
        if states and people_in(said) <= 1:
            yield (
                states,
                f"the {caption.kind} embedded in {case.picture_name}",
                caption_evidence(case.picture_path, caption),
            )
            return
    if len(case.cast) == 1:
        ((name, character),) = case.cast.items()
        for declared in declared_by(character) if character is not None else ():
            states = list(_states(declared.text))
            if states:
                yield states, "the bible", Evidence(f"`{name}` by the bible", declared.at)
                return


def _states(text: str) -> Iterator[_State]:
    """The first state of each group; a text with two of a group tells of a change."""
    found: dict[str, list[_State]] = {}
    for group, state, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            found.setdefault(group, []).append(_State(group, state, match.start(), match.end(), match[0]))
    for states in found.values():
        if len({state.state for state in states}) == 1:
            yield states[0]


def _is_state(case: Case, state: _State) -> bool:
    before = case.reading.text[: state.start]
    acts = any(action.start <= state.start < action.end and not action.negated for action in case.reading.said.actions)
    moving = acts and state.group in ("mouth",)
    return not _BECOMING.search(before) and not moving and is_told_as_fact(case.reading, Place(state.start, state.end))
