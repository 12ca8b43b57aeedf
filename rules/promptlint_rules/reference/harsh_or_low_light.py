"""R410."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts import PictureFacts
from promptlint.facts.reference.model import ReferenceFacts
from promptlint.facts.reference.stated import face
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.geometry import Box
from promptlint.rule import Need, reference_rule
from promptlint.spec.pictures import Picture
from promptlint_rules.articles import HOW_IT_WORKS, SAME_FACE
from promptlint_rules.reference._examples import BIBLE, accepted, reported
from promptlint_rules.reference._words import name_of, other_mentions

MOST_CLIPPED: Final = 0.06
DARK_FACE: Final = 25.0
"""Median L* under which features can hardly be told."""

HARD_SIDE_LIGHT: Final = 25.0
"""Difference of median L* between the two halves of a face."""

_LARGE_FACE: Final = 0.12


@reference_rule(
    code="R410",
    name="harsh-or-low-light",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    drift=True,
    needs=frozenset({Need.REFERENCE_PIXELS, Need.REFERENCE_FACES}),
    summary="The light of a reference hides part of its subject.",
    sources=(SAME_FACE, HOW_IT_WORKS, "Thresholds in CIELAB L*, agreed by eye on 194 pictures"),
    bad=(
        reported(BIBLE, low_key=True, faces=()),
        reported(faces=(face(0.4, lightness=18.0),)),
        reported(BIBLE, faces=(face(0.4, side_contrast=38.0),)),
    ),
    good=(
        accepted(),
        accepted(BIBLE, "A tiny face in the dark", faces=(face(0.05, lightness=15.0),)),
    ),
)
def harsh_or_low_light(picture: Picture, facts: PictureFacts) -> Iterator[Problem]:
    """Reports a picture that is dark almost everywhere, one with large burnt-out areas, a face in the dark, and a face
    with hard light from one side. For a picture that is only a start frame it is an info, and where no face is hidden
    only possible: the light may be the look of the film. So are burnt-out areas, which may be a window behind the
    subject.

    ## Why it matters

    The light of the reference is baked into the clip. What lies in the shadow or is burnt out was never seen by the
    model: when the head turns, it makes up another half of the face.

    ## What to do

    For the character bible use soft, even light in which the whole face shows. Make the mood in the start frame, next
    to a well-lit reference.
    """
    found = _found(facts.reference)
    if found is None:
        return
    what, region, confidence = found
    in_bible = any(mention.role in ("character", "view", "reference") for mention in picture.mentions)
    seen = (Evidence("the face", picture=picture.text, box=region),) if region else ()
    yield Problem(
        picture.location,
        f"{what} in {name_of(picture)}. The model never saw what the light hides, and makes it up as soon as something "
        "moves.",
        "Use a reference in soft, even light, beside the start frame if its mood is meant.",
        (*seen, *other_mentions(picture)),
        severity=None if in_bible else Severity.INFO,
        confidence=confidence if in_bible or region is not None else Confidence.POSSIBLE,
    )


def _found(reference: ReferenceFacts) -> tuple[str, Box | None, Confidence] | None:
    """What the light hides, where, and how surely that harms."""
    largest = max(reference.faces or (), key=lambda face: face.box.height, default=None)
    if largest is not None and largest.height_share >= _LARGE_FACE:
        if largest.lightness < DARK_FACE:
            told = f"median L* {largest.lightness:.0f} of 100, under {DARK_FACE:.0f}"
            return f"The face lies in the dark ({told})", largest.box, Confidence.LIKELY
        if largest.pose != "profile" and largest.side_contrast >= HARD_SIDE_LIGHT:
            told = f"its sides differ by {largest.side_contrast:.0f} L*, {HARD_SIDE_LIGHT:.0f} or more is hard"
            return f"Hard light comes from one side of the face ({told})", largest.box, Confidence.LIKELY
    pixels = reference.pixels
    if pixels is None:
        return None
    if pixels.exposure.low_key:
        dark = f"median L* {pixels.exposure.lightness.median:.0f} of 100"
        return f"Almost everything is dark ({dark})", None, Confidence.LIKELY
    if pixels.exposure.clipped > MOST_CLIPPED:
        return f"{pixels.exposure.clipped:.0%} of the picture is burnt out", None, Confidence.POSSIBLE
    return None
