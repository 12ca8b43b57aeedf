"""R412."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts import PictureFacts
from promptlint.facts.reference.stated import picture as stated
from promptlint.finding import Problem, Severity
from promptlint.picture_limits import GOOD_SIDE, LARGEST_SIDE
from promptlint.rule import Example, Need, reference_rule
from promptlint.spec.pictures import Picture
from promptlint_rules.articles import DRIFT
from promptlint_rules.reference._words import name_of, other_mentions

_FAR_ABOVE: Final = 2 * LARGEST_SIDE


@reference_rule(
    code="R412",
    name="off-recommended-size",
    severity=Severity.INFO,
    needs=frozenset({Need.REFERENCE_HEADER}),
    summary="A reference is far larger than the size that holds a subject best.",
    sources=(DRIFT,),
    bad=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            """,
            marks=("refs/mara.png",),
            pictures=(("refs/mara.png", stated(width=6000, height=4000)),),
        ),
        Example(
            """
            characters:
              mara: {image: refs/mara.png}
            shots:
              - id: s01
                prompt: She turns her head slowly towards the window.
            """,
            marks=("refs/mara.png",),
            pictures=(("refs/mara.png", stated(width=3100, height=4200)),),
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
            pictures=(("refs/mara.png", stated(width=1920, height=1080)),),
        ),
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            """,
            pictures=(("refs/mara.png", stated(width=640, height=640)),),
            title="Too small is reported by low-resolution",
        ),
    ),
)
def off_recommended_size(picture: Picture, facts: PictureFacts) -> Iterator[Problem]:
    """Reports a picture whose short side has more than twice the 1536 px up to which references are recommended. The
    recommended range is 1024 to 1536 px; under it `low-resolution` reports.

    ## Why it matters

    The model works at a fraction of that size. Who reduces the picture decides what is left of the skin and the edges,
    and an upload does it fast, not well; a file of many megabytes may also be refused.

    ## What to do

    Reduce it yourself to 1024 to 1536 px on the short side, with a good filter, and look at the result.
    """
    header = facts.reference.header
    if header is None or header.short_side <= _FAR_ABOVE:
        return
    yield Problem(
        picture.location,
        f"{name_of(picture)} is {header.width} x {header.height} px; {GOOD_SIDE:,} to {LARGEST_SIDE:,} px on the short "
        "side hold a subject best. The upload reduces it, fast rather than well.",
        f"Reduce it yourself to {GOOD_SIDE:,} to {LARGEST_SIDE:,} px on the short side.",
        other_mentions(picture),
    )
