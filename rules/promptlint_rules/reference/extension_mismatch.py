"""R416."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from promptlint.facts import PictureFacts
from promptlint.facts.reference.stated import picture as stated
from promptlint.finding import Problem, Severity
from promptlint.rule import Example, Need, reference_rule
from promptlint.spec.pictures import Picture
from promptlint_rules.articles import VENDORS
from promptlint_rules.reference._words import name_of, other_mentions

_ENDINGS: Final[dict[str, tuple[str, ...]]] = {
    "JPEG": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "PNG": (".png", ".apng"),
    "WEBP": (".webp",),
    "GIF": (".gif",),
    "BMP": (".bmp", ".dib"),
    "TIFF": (".tif", ".tiff"),
    "AVIF": (".avif", ".avifs"),
    "MPO": (".jpg", ".jpeg", ".mpo"),
}
"""Endings of each format; MPO is a JPEG with further pictures behind it, as cameras write it."""


@reference_rule(
    code="R416",
    name="extension-mismatch",
    severity=Severity.WARNING,
    needs=frozenset({Need.REFERENCE_HEADER}),
    summary="A reference is not what the ending of its name says.",
    sources=("Measured: 14 of 194 pictures of public image-to-video projects", VENDORS),
    bad=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            """,
            marks=("refs/mara.png",),
            pictures=(("refs/mara.png", stated(format="JPEG", jpeg_quality=95)),),
        ),
        Example(
            """
            id: s01
            model: gen4_turbo
            image: refs/kettle.jpg
            prompt: Steam rises from the spout.
            """,
            marks=("refs/kettle.jpg",),
            pictures=(("refs/kettle.jpg", stated(format="WEBP")),),
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.JPEG
            prompt: She turns her head slowly towards the window.
            """,
            pictures=(("refs/mara.JPEG", stated(format="JPEG", jpeg_quality=95)),),
        ),
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara
            prompt: She turns her head slowly towards the window.
            """,
            pictures=(("refs/mara", stated()),),
            title="A name without an ending claims nothing",
        ),
    ),
)
def extension_mismatch(picture: Picture, facts: PictureFacts) -> Iterator[Problem]:
    """Compares the ending of a picture's name with what the file is.

    ## Why it matters

    Some providers go by the name and refuse the upload, or announce a wrong type with it. And a JPEG that is called PNG
    hides what it has lost.

    ## What to do

    Give the file the ending of its format, or convert it.
    """
    header = facts.reference.header
    ending = PurePosixPath(picture.text.replace("\\", "/")).suffix.lower()
    known = {known for endings in _ENDINGS.values() for known in endings}
    if header is None or header.format not in _ENDINGS or ending not in known or ending in _ENDINGS[header.format]:
        return
    right = _ENDINGS[header.format][0]
    yield Problem(
        picture.location,
        f"{name_of(picture)} is a {header.format} file although its name ends in {ending}: providers that go by the "
        "name refuse it.",
        f"Rename it to end in {right}, here too, or convert it.",
        other_mentions(picture),
    )
