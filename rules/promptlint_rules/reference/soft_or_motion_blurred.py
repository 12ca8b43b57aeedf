"""R405."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import PictureFacts
from promptlint.facts.reference.stated import face
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Need, reference_rule
from promptlint.spec.pictures import Picture
from promptlint_rules.articles import DRIFT, SAME_FACE
from promptlint_rules.reference._examples import BIBLE, accepted, reported
from promptlint_rules.reference._words import name_of, other_mentions


@reference_rule(
    code="R405",
    name="soft-or-motion-blurred",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    drift=True,
    needs=frozenset({Need.REFERENCE_PIXELS, Need.REFERENCE_FACES}),
    summary="A reference is out of focus or blurred by movement.",
    sources=(DRIFT, SAME_FACE),
    bad=(
        reported(blurred=True, sharpness=0.34),
        reported(BIBLE, "The picture is sharp, and the face is not", faces=(face(0.4, blurred=True),)),
    ),
    good=(
        accepted(),
        accepted(faces=(), title="A sharp picture without a face"),
    ),
)
def soft_or_motion_blurred(picture: Picture, facts: PictureFacts) -> Iterator[Problem]:
    """Reports a picture that is nowhere sharp, and one in which the largest face is soft. A blurred background behind a
    sharp subject is fine.

    ## Why it matters

    The model cannot tell a soft picture from a soft face: it keeps the blur, or sharpens it into features of its own.
    Either way the face is not the one of the reference.

    ## What to do

    Choose another frame, in focus and still. Sharpening afterwards draws edges, not detail.
    """
    pixels, faces = facts.reference.pixels, facts.reference.faces
    advice = "Choose a frame that is in focus and still; sharpening afterwards brings no detail back."
    if pixels is not None and pixels.blurred:
        yield Problem(
            picture.location,
            f"{name_of(picture)} is soft or blurred by movement everywhere: the model keeps the blur, or sharpens it "
            "into features of its own.",
            advice,
            other_mentions(picture),
        )
        return
    largest = max(faces or (), key=lambda face: face.box.height, default=None)
    if largest is not None and largest.blurred:
        yield Problem(
            picture.location,
            f"The face in {name_of(picture)} is out of focus: the model makes up what its features are.",
            advice,
            (Evidence("the face", picture=picture.text, box=largest.box), *other_mentions(picture)),
        )
