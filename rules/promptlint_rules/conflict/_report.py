"""How a conflict is worded: both sides, what the second one rests on, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.finding import Confidence, Problem
from promptlint.rule import Need
from promptlint_rules.conflict._case import Case, Claim, Testimony
from promptlint_rules.conflict._colours import absent_colour

COLOUR_NEEDS: Final = frozenset(
    {
        Need.PROMPT,
        Need.REFERENCE_HEADER,
        Need.REFERENCE_PIXELS,
        Need.REFERENCE_FACES,
        Need.REFERENCE_OBJECTS,
        Need.REFERENCE_SUBJECT,
    }
)
"""What the three witnesses on colours need."""

WHY: Final = "The clip starts as the one and is drawn towards the other, so it drifts within seconds."


def colour_problem(case: Case, claim: Claim) -> Iterator[Problem]:
    """The conflict of a claimed colour with the strongest witness that has something to say of it, if there is one."""
    testimony = case.testimony(claim)
    if testimony is None:
        yield from _absence_problem(case, claim)
    elif testimony.contradicts:
        yield said_otherwise(case, claim, testimony)


def look_problem(case: Case, claim: Claim, testimony: Testimony | None) -> Iterator[Problem]:
    """The conflict of a claim with what is said of it in words, if there is one."""
    if testimony is not None and testimony.contradicts:
        yield said_otherwise(case, claim, testimony)


def said_otherwise(case: Case, claim: Claim, testimony: Testimony) -> Problem:
    """A witness in words says something else than the prompt."""
    return Problem(
        case.reading.part(claim.look.start, claim.look.end),
        f"The prompt says `{claim.look.words}`, and {testimony.by} says `{testimony.words}`. {WHY}",
        f"Write `{testimony.words}`, or leave it to the picture.",
        testimony.evidence,
        next(iter(testimony.fixes), None),
        confidence=testimony.confidence,
        alternatives=testimony.fixes[1:],
    )


def _absence_problem(case: Case, claim: Claim) -> Iterator[Problem]:
    absence = absent_colour(case, claim.look)
    if absence is None:
        return
    look = claim.look
    yield Problem(
        case.reading.part(look.start, look.end),
        f"The prompt says `{look.words}`, and {absence.where} in {case.picture_name} has nothing that passes for "
        f"{look.value}: {absence.share:.1%} of the pixels, where it takes {absence.least:.1%}. {WHY}",
        "Write the colour that the picture shows, or leave it to the picture.",
        absence.evidence,
        confidence=Confidence.LIKELY,
    )
