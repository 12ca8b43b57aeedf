"""R402."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts import PictureFacts
from promptlint.facts.reference.stated import picture as stated
from promptlint.finding import Problem, Severity
from promptlint.picture_limits import GOOD_SIDE
from promptlint.rule import Example, Need, reference_rule
from promptlint.spec.pictures import Picture
from promptlint_rules.articles import DRIFT, SAME_CHARACTER
from promptlint_rules.reference._words import name_of, other_mentions

LEAST_SIDE: Final = 512


@reference_rule(
    code="R402",
    name="low-resolution",
    severity=Severity.WARNING,
    drift=True,
    needs=frozenset({Need.REFERENCE_HEADER}),
    summary="A reference has too few pixels to hold its subject.",
    sources=(DRIFT, SAME_CHARACTER),
    bad=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            """,
            marks=("refs/mara.png",),
            pictures=(("refs/mara.png", stated(width=1280, height=720)),),
        ),
        Example(
            """
            characters:
              mara: {image: refs/mara.png}
            shots:
              - id: s01
                characters: [mara]
                image: refs/mara.png
                prompt: She turns her head slowly towards the window.
            """,
            marks=("refs/mara.png",),
            pictures=(("refs/mara.png", stated(width=384, height=512)),),
            title="An error below 512 px, said once for all places that name the picture",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            """,
            pictures=(("refs/mara.png", stated(width=1024, height=1536)),),
        ),
        Example(
            """
            id: s01
            model: kling-2.6
            image: https://example.org/mara.png
            prompt: She turns her head slowly towards the window.
            """,
            title="A URL is not fetched",
        ),
    ),
)
def low_resolution(picture: Picture, facts: PictureFacts) -> Iterator[Problem]:
    """Reports a picture whose short side has fewer than 1024 px, as an error under 512 px. The size is that of the
    picture as it is shown.

    ## Why it matters

    What the picture does not show, the model makes up, anew in every frame: pores, lashes, the weave of a cloth, the
    letters of a label. The fewer pixels there are, the sooner the face becomes another one. Enlarging does not bring
    the detail back.

    ## What to do

    Take the original instead of a preview or a screenshot, or make the still again at 1024 px or more on the short
    side.
    """
    header = facts.reference.header
    if header is None or header.short_side >= GOOD_SIDE:
        return
    least = header.short_side < LEAST_SIDE
    wanted = f"less than the {LEAST_SIDE} px without which" if least else f"fewer than the {GOOD_SIDE:,} px with which"
    outcome = "no subject holds" if least else "a subject holds"
    yield Problem(
        picture.location,
        f"{name_of(picture)} is {header.width} x {header.height} px; its short side has {wanted} {outcome}. What the "
        "picture does not show is made up, anew in every frame, and the subject drifts.",
        f"Use a still of {GOOD_SIDE:,} px or more on the short side; enlarging this one brings no detail back.",
        other_mentions(picture),
        severity=Severity.ERROR if least else None,
    )
