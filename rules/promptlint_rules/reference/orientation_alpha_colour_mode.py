"""R411."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts import PictureFacts
from promptlint.facts.reference.model import HeaderFacts
from promptlint.facts.reference.stated import picture as stated
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, Need, reference_rule
from promptlint.spec.pictures import Picture
from promptlint_rules.articles import DRIFT, VENDORS
from promptlint_rules.reference._words import name_of, other_mentions

_USUAL_BITS: Final = 8
_MIRRORED: Final = frozenset({2, 4, 5, 7})
_DEGREES: Final = {3: 180, 4: 180, 5: 270, 6: 90, 7: 90, 8: 270}


@reference_rule(
    code="R411",
    name="orientation-alpha-colour-mode",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.REFERENCE_HEADER, Need.REFERENCE_PIXELS}),
    summary="A reference is turned by metadata, transparent, animated, or in an unusual colour mode.",
    sources=(DRIFT, VENDORS),
    bad=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.jpg
            prompt: She turns her head slowly towards the window.
            """,
            marks=("refs/mara.jpg",),
            pictures=(("refs/mara.jpg", stated(format="JPEG", jpeg_quality=95, orientation=6)),),
        ),
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.jpg
            end_image: refs/kettle.png
            prompt: She turns her head slowly towards the window.
            """,
            marks=("refs/mara.jpg", "refs/kettle.png"),
            pictures=(
                ("refs/mara.jpg", stated(format="JPEG", jpeg_quality=95, mode="CMYK")),
                ("refs/kettle.png", stated(mode="RGBA", alpha=True, transparent=0.4)),
            ),
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
            pictures=(("refs/mara.png", stated()),),
        ),
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            """,
            pictures=(("refs/mara.png", stated(mode="RGBA", alpha=True, transparent=0.0)),),
            title="An alpha channel in which nothing is transparent",
        ),
    ),
)
def orientation_alpha_colour_mode(picture: Picture, facts: PictureFacts) -> Iterator[Problem]:
    """Reports what many uploads silently handle in a way of their own: a picture that is upright only through its EXIF
    orientation, transparency, several frames, print colours (CMYK), and more than 8 bits a channel.

    ## Why it matters

    The still is stored lying on its side, and a pipeline that ignores the note about it starts the clip that way.
    Transparent parts become black or white at random, of an animation one frame is taken, CMYK colours come out wrong
    or the upload is refused.

    ## What to do

    Save the picture as it should be seen: turned upright, on a background, one frame, RGB with 8 bits.
    """
    header, pixels = facts.reference.header, facts.reference.pixels
    if header is None:
        return
    found = list(_oddities(header, pixels.transparent if pixels else 0.0))
    if found:
        what, outcome = zip(*found, strict=True)
        yield Problem(
            picture.location,
            f"{name_of(picture)} {_joined(what)}: {_joined(outcome)}.",
            "Save it as it should be seen: upright, on a background, one frame, RGB with 8 bits a channel.",
            other_mentions(picture),
        )


def _oddities(header: HeaderFacts, transparent: float) -> Iterator[tuple[str, str]]:
    """What is unusual, and what may come of it."""
    if header.orientation != 1:
        degrees = _DEGREES.get(header.orientation)
        turned = f"is turned by {degrees}° " if degrees else "is "
        mirrored = "and mirrored " if header.orientation in _MIRRORED and degrees else ""
        mirrored = mirrored or ("mirrored " if header.orientation in _MIRRORED else "")
        yield (
            f"{turned}{mirrored}only by a note in its EXIF data (orientation {header.orientation})",
            "a pipeline that ignores the note starts the clip as the pixels lie",
        )
    if transparent > 0:
        yield (
            f"is transparent in {transparent:.0%} of its area",
            "what shows there is black or white as the upload has it",
        )
    if header.frames > 1:
        yield f"has {header.frames} frames", "only one of them is used"
    if header.mode in ("CMYK", "YCCK"):
        yield "is in CMYK, the colours of print", "colours come out wrong, or the upload is refused"
    elif header.bits > _USUAL_BITS:
        yield f"has {header.bits} bits a channel", "it is reduced to 8, or the upload is refused"


def _joined(parts: tuple[str, ...]) -> str:
    return " and ".join(parts)
