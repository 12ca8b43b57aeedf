"""C211."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from promptlint.facts import ShotFacts
from promptlint.facts.reference.stated import picture
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Field, Shot
from promptlint_rules.articles import DRIFT, VENDORS
from promptlint_rules.picture_words import file_name

_PATH: Final = "refs/mara.png"
_LEAST_CROP: Final = 0.1
"""Of the area; 1024 x 576 beside 16:9, or 1366 x 768, is rounding."""


def _shot(ratio: str) -> str:
    return f'id: s01\nimage: {_PATH}\naspect_ratio: "{ratio}"\nprompt: She turns her head.\n'


@shot_rule(
    code="C211",
    name="aspect-mismatch",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.REFERENCE_HEADER}),
    fields=("image",),
    summary="The clip has another aspect ratio than its start frame, which is cropped.",
    sources=(DRIFT, VENDORS),
    bad=(
        Example(_shot("9:16"), marks=("9:16",), pictures=((_PATH, picture(width=1920, height=1080)),)),
        Example(
            f"""
            id: s01
            image: {_PATH}
            width: 1280
            height: 720
            prompt: She turns her head.
            """,
            marks=("1280",),
            pictures=((_PATH, picture(width=1024, height=1024)),),
        ),
    ),
    good=(
        Example(_shot("16:9"), pictures=((_PATH, picture(width=1920, height=1080)),)),
        Example(_shot("adaptive"), pictures=((_PATH, picture(width=1920, height=1080)),)),
        Example(_shot("16:9"), pictures=((_PATH, picture(width=1366, height=768)),), title="A pixel more or less"),
    ),
)
def aspect_mismatch(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Compares `aspect_ratio`, or else width and height of the `resolution`, with the start frame as it is shown, "
    "its EXIF
    orientation applied, and says how much of the picture is lost. Less than 10 % of the area is not reported.

    ## Why it matters

    The provider crops what does not fit, from the middle: foreheads, hands and the second person go first. Some stretch
    or pad the picture instead, and the model then moves the bars as well.

    ## What to do

    Crop the reference yourself, to the ratio of the clip, or ask for the ratio of the picture.
    """
    start = facts.reference
    asked = _asked(shot)
    if start is None or start.header is None or asked is None or shot.image is None:
        return
    field, wanted = asked
    header = start.header
    has = header.width / header.height
    lost = 1 - min(has, wanted) / max(has, wanted)
    if lost < _LEAST_CROP:
        return
    sides = "at the top and bottom" if has < wanted else "at the left and right"
    image = shot.image
    yield Problem(
        field.location,
        f"{file_name(image.value.text)} is {header.width} x {header.height} px ({has:.2f}:1), and the clip is to be "
        f"{wanted:.2f}:1: {lost:.0%} of the picture is cut off {sides}, or it is stretched or padded.",
        "Crop the reference to the ratio of the clip yourself, or ask for the picture's ratio.",
        (Evidence("the start frame", image.location),),
        shot=shot,
    )


def _asked(shot: Shot) -> tuple[Field[Any], float] | None:
    """The field that says how wide the clip is for its height, and that number."""
    ratio, size = shot.aspect_ratio, shot.resolution
    if ratio is not None:
        return (ratio, ratio.value.value) if ratio.value.value else None
    if size is not None and size.value.width and size.value.height:
        return size, size.value.width / size.value.height
    return None
