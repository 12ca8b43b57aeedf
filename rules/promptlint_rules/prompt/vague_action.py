"""P113."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.prompt import Action, Subject
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import MOTION_CONTROL, VENDORS
from promptlint_rules.prompt._reading import Reading, main_subject, named, possessive, read, says, with_vendor

VAGUE: Final = frozenset(
    {
        "move", "act", "react", "interact", "perform", "animate", "behave", "happen", "do",
    }
)  # fmt: skip
_PRONOUN: Final = re.compile(r"\b(he|she|they)\b", re.IGNORECASE)
_PRONOUNS: Final = frozenset({"he", "she", "they", "it"})
_EMPTY: Final = re.compile(
    r"\b(?:do|does|doing)\s+(?:something|some things?|stuff|things|anything|some action)\b", re.IGNORECASE
)
_MANNER: Final = re.compile(
    r"^(?:\s+(?:very|more|fast|a bit|a little|around|about|\w+ly))*\s*(?:$|[.,;:!?\n]|and\b|while\b|as\b)",
    re.IGNORECASE,
)
_CIRCUMSTANCE: Final = re.compile(r"\b(?:as|when|while|whenever|how|where)\s+(?:[\w'’-]+\s+){0,4}$", re.IGNORECASE)
_SUGGESTED: Final = {
    "person": ("turns {own} head", "lifts {own} hand", "steps forward"),
    "animal": ("turns {own} head", "walks forward", "lies down"),
    "vehicle": ("drives forward", "turns left"),
    "product": ("rotates slowly", "slides into the light"),
}


@shot_rule(
    code="P113",
    name="vague-action",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    drift=True,
    summary='Something "moves" or "does something", and the prompt does not say how.',
    sources=(MOTION_CONTROL, VENDORS),
    bad=(
        Example("id: s01\nimage: refs/mara-front.png\nprompt: The woman moves slowly.\n", marks=("moves",)),
        Example(
            "id: s02\nimage: refs/mara-front.png\nprompt: The man does something at the table.\n",
            marks=("does something",),
        ),
    ),
    good=(
        Example(
            "id: s01\nimage: refs/mara-front.png\nprompt: The woman moves closer to the window and lifts her hand.\n"
        ),
        Example(
            "id: s02\nimage: refs/mara-front.png\nprompt: The man turns his head and moves his hand over the table.\n"
        ),
        Example("id: s03\nimage: refs/street.png\nprompt: The camera moves slowly.\n"),
    ),
)
def vague_action(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports subjects that only move, act, react or do something: verbs that name no movement, without a direction or
    an object that would.

    ## Why it matters

    The model takes any movement that fits the words. It is another one in each take, and often none at all.

    ## What to do

    Use a verb that one can act out: turns, lifts, steps, pours, opens. Say of what part, in which direction and how
    fast.
    """
    reading = read(shot, facts)
    if reading is None:
        return
    subject = main_subject(reading)
    for match in _EMPTY.finditer(reading.text):
        if not _spoken(match.start(), reading):
            yield _problem(reading, match.start(), match.end(), subject, facts)
            return
    clear = [a for a in reading.said.subject_actions() if not _is_vague(a, reading)]
    for action in reading.said.subject_actions():
        if _is_vague(action, reading) and not _same_actor_is_clear(action, clear):
            yield _problem(reading, action.start, action.end, subject, facts)
            return


def _is_vague(action: Action, reading: Reading) -> bool:
    actor = (action.actor or "he").lower().split()[-1]
    bodies = {s.text.lower().split()[-1] for s in reading.said.subjects if s.kind not in ("place", "other")}
    if actor not in bodies and actor not in _PRONOUNS:
        return False
    if _CIRCUMSTANCE.search(reading.text[max(0, action.start - 40) : action.start]):
        return False
    return action.verb in VAGUE and " " not in action.text and _MANNER.match(reading.after(action, 200)) is not None


def _same_actor_is_clear(action: Action, clear: list[Action]) -> bool:
    """Whether another verb says how the same subject moves ("she moves slowly, lifting her hand")."""
    return any(other.actor in (None, action.actor) or other.start > action.start for other in clear)


def _spoken(at: int, reading: Reading) -> bool:
    return any(line.start <= at < line.end for line in reading.said.dialogue)


def _problem(reading: Reading, start: int, end: int, subject: Subject | None, facts: ShotFacts) -> Problem:
    words = " ".join(reading.text[start:end].split())
    kind = subject.kind if subject is not None else "other"
    who, own = named(subject), possessive(subject)
    pronoun = _PRONOUN.search(reading.text[:start])
    if subject is None and pronoun is not None:
        kind, who, own = "person", pronoun[1].lower(), {"he": "his", "she": "her"}.get(pronoun[1].lower(), "their")
    verbs = [v.format(own=own) for v in _SUGGESTED.get(kind, ("turns", "rises", "drifts to the left"))]
    return Problem(
        reading.part(start, end),
        f"`{words}` does not say which movement, so that the model takes any.",
        with_vendor(
            f"Name one: {who} {', '.join(f'`{verb}`' for verb in verbs[:-1])} or `{verbs[-1]}`.",
            says(facts, "use_degree_adverbs") or says(facts, "use_a_verb"),
        ),
    )
