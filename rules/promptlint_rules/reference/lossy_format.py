"""R404."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import PictureFacts
from promptlint.facts.reference.stated import picture as stated
from promptlint.finding import Problem, Severity
from promptlint.rule import Example, Need, reference_rule
from promptlint.spec.pictures import Picture
from promptlint_rules.articles import DRIFT
from promptlint_rules.reference._words import name_of, other_mentions
from promptlint_rules.reference.heavy_compression import LEAST_QUALITY


@reference_rule(
    code="R404",
    name="lossy-format",
    severity=Severity.INFO,
    needs=frozenset({Need.REFERENCE_HEADER}),
    summary="A reference is a JPEG although the model takes PNG.",
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
            pictures=(("refs/mara.jpg", stated(format="JPEG", jpeg_quality=92)),),
        ),
        Example(
            """
            characters:
              mara: {image: refs/mara.jpeg}
            shots:
              - id: s01
                prompt: She turns her head slowly towards the window.
            """,
            marks=("refs/mara.jpeg",),
            pictures=(("refs/mara.jpeg", stated(format="JPEG", jpeg_quality=75)),),
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
            image: refs/mara.jpg
            prompt: She turns her head slowly towards the window.
            """,
            pictures=(("refs/mara.jpg", stated(format="JPEG", jpeg_quality=40)),),
            title="Reported by heavy-compression instead",
        ),
    ),
)
def lossy_format(picture: Picture, facts: PictureFacts) -> Iterator[Problem]:
    """Reports JPEG references where every model that uses them takes PNG as well. One that is compressed so much that
    it shows is reported by `heavy-compression`.

    ## Why it matters

    Each save as JPEG costs a little fine detail, and the provider's own upload often saves it once more. Detail is what
    a reference is for.

    ## What to do

    Export the next reference as PNG. Converting this one keeps what it has and gains nothing.
    """
    header = facts.reference.header
    if header is None or header.format != "JPEG" or (header.jpeg_quality or 100) < LEAST_QUALITY:
        return
    for shot in picture.shots:
        profile = facts.of(shot).profile
        formats = [ending for taken in profile.image.formats.values for ending in taken] if profile else []
        if formats and "png" not in formats:
            return
    quality = f" of quality {header.jpeg_quality}" if header.jpeg_quality else ""
    yield Problem(
        picture.location,
        f"{name_of(picture)} is a JPEG{quality}: some fine detail is lost, and the provider may compress it once more.",
        "Export references as PNG.",
        other_mentions(picture),
    )
