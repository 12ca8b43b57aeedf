"""R409."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import PictureFacts
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Need, reference_rule
from promptlint.spec.pictures import Picture
from promptlint_rules.articles import DRIFT, MOTION_CONTROL, SAME_FACE
from promptlint_rules.reference._examples import BIBLE, accepted, reported
from promptlint_rules.reference._words import name_of, other_mentions


@reference_rule(
    code="R409",
    name="cluttered-background",
    severity=Severity.INFO,
    confidence=Confidence.POSSIBLE,
    needs=frozenset({Need.REFERENCE_SUBJECT}),
    summary="The background of a reference is full of detail.",
    sources=(DRIFT, SAME_FACE, MOTION_CONTROL),
    bad=(
        reported(background="busy", background_edges=0.42),
        reported(BIBLE, background="busy", background_edges=0.35),
    ),
    good=(
        accepted(),
        accepted(
            background="busy", background_edges=0.4, subject=None, title="A picture without a subject is all scene"
        ),
    ),
)
def cluttered_background(picture: Picture, facts: PictureFacts) -> Iterator[Problem]:
    """Reports a picture with a clear subject before a background of which a third or more lies on edges: crowds,
    leaves, shelves, signs. Many edges are not always what a person calls restless, so it is only possible.

    ## Why it matters

    Everything in the picture asks for attention and for movement. A restless background starts to boil, and edges that
    touch the subject leak into its outline.

    ## What to do

    Use a plain or blurred background for references of a character or product, or say in the prompt that only the
    subject moves.
    """
    found = facts.reference.subject
    if found is None or found.subject is None or found.background != "busy":
        return
    yield Problem(
        picture.location,
        f"{found.background_edges:.0%} of the background of {name_of(picture)} lies on edges; plain ones have "
        "under 6 %. It starts to boil, and its edges leak into the subject's outline.",
        "Use a plain or blurred background, or let the prompt say that only the subject moves.",
        other_mentions(picture),
    )
