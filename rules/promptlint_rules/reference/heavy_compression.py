"""R403."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts import PictureFacts
from promptlint.facts.reference.model import HeaderFacts
from promptlint.facts.reference.stated import picture as stated
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, Need, reference_rule
from promptlint.spec.pictures import Picture
from promptlint_rules.articles import DRIFT
from promptlint_rules.reference._words import name_of, other_mentions

LEAST_QUALITY: Final = 70
"""Below it the blocks of JPEG show at normal size; cameras and export dialogs start at 75."""

LEAST_BYTES_PER_PIXEL: Final = 500_000 / (1024 * 1024)
"""500 KB at 1024 px, as the article has it, by area."""

_LOSSY: Final = frozenset({"JPEG", "WEBP", "AVIF"})


@reference_rule(
    code="R403",
    name="heavy-compression",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    drift=True,
    needs=frozenset({Need.REFERENCE_HEADER, Need.REFERENCE_PIXELS}),
    summary="A reference is compressed so much that its detail is gone.",
    sources=(DRIFT,),
    bad=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.jpg
            prompt: She turns her head slowly towards the window.
            """,
            marks=("refs/mara.jpg",),
            pictures=(("refs/mara.jpg", stated(format="JPEG", jpeg_quality=42)),),
        ),
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            """,
            marks=("refs/mara.png",),
            pictures=(("refs/mara.png", stated(recompressed=True, blockiness=1.8)),),
            title="A PNG that was a JPEG before",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.jpg
            prompt: She turns her head slowly towards the window.
            """,
            pictures=(("refs/mara.jpg", stated(format="JPEG", jpeg_quality=92)),),
        ),
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/logo.png
            prompt: The curtain behind the sign moves.
            """,
            pictures=(("refs/logo.png", stated(bytes=80_000)),),
            title="A small PNG has lost nothing",
        ),
    ),
)
def heavy_compression(picture: Picture, facts: PictureFacts) -> Iterator[Problem]:
    """Reports a JPEG that was saved below quality 70, and a picture in another format that shows the 8-pixel grid of an
    earlier JPEG. A JPEG, WebP or AVIF file with fewer bytes than 500 KB at 1024 x 1024 px is reported as possible only:
    a plain background needs few bytes.

    ## Why it matters

    Compression blurs skin and cloth and draws a fine grid around edges. A video model takes both for part of the
    subject: skin turns to wax, and the grid starts to crawl.

    ## What to do

    Take the picture from where it was made, without the messenger or the website in between, and save it as PNG.
    """
    header, pixels = facts.reference.header, facts.reference.pixels
    if header is None:
        return
    advice = "Take the picture from its source and save it as PNG; saving this one again brings nothing back."
    quality = header.jpeg_quality
    if quality is not None and quality < LEAST_QUALITY:
        found = f"was saved as JPEG at quality {quality} of 100; from {LEAST_QUALITY} on the loss does not show"
    elif header.format != "JPEG" and pixels is not None and pixels.recompressed:
        found = f"is a {header.format} that was a strongly compressed JPEG before: its 8-pixel blocks are still there"
    elif _is_small(header):
        yield Problem(
            picture.location,
            f"{name_of(picture)} has {header.bytes / 1000:,.0f} KB for {header.width} x {header.height} px, less than "
            "500 KB at 1024 x 1024 px: fine detail may be gone, and skin and cloth may turn to wax.",
            "Compare it with the original at full size.",
            other_mentions(picture),
            confidence=Confidence.POSSIBLE,
        )
        return
    else:
        return
    yield Problem(
        picture.location,
        f"{name_of(picture)} {found}. The model takes blocks and smears for part of the subject: skin turns to wax, "
        "and edges crawl.",
        advice,
        other_mentions(picture),
    )


def _is_small(header: HeaderFacts) -> bool:
    return header.format in _LOSSY and header.bytes < LEAST_BYTES_PER_PIXEL * header.width * header.height
