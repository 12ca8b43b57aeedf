"""How a conflict is worded: both sides, what the second one rests on, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.finding import Problem
from promptlint_rules.conflict._case import Case, Claim, Testimony

_WHY: Final = "The clip starts as the one and is drawn towards the other, so it drifts within seconds."


def look_problem(case: Case, claim: Claim) -> Iterator[Problem]:
    """The conflict of a claim with what is said of it in words, if there is one."""
    testimony = case.testimony(claim)
    if testimony is not None and testimony.contradicts:
        yield said_otherwise(case, claim, testimony)


def said_otherwise(case: Case, claim: Claim, testimony: Testimony) -> Problem:
    """A witness in words says something else than the prompt."""
    return Problem(
        case.reading.part(claim.look.start, claim.look.end),
        f"The prompt says `{claim.look.words}`, and {testimony.by} says `{testimony.words}`. {_WHY}",
        f"Write `{testimony.words}`, or leave it to the picture.",
        testimony.evidence,
        testimony.fix,
        confidence=testimony.confidence,
    )
