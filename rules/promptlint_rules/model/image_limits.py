"""A106: an image that the model does not take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any

from promptlint.facts import ShotFacts
from promptlint.facts.reference.model import HeaderFacts
from promptlint.facts.reference.stated import picture as stated
from promptlint.finding import Problem, Severity
from promptlint.profiles import Profile
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Field, Shot
from promptlint.spec.values import Reference
from promptlint_rules.model._basis import at_reference, certainty, one_of, pictures, source
from promptlint_rules.model._image_size import BrokenSize, broken_sizes, other_than_output, unlike_start

_SAME = {"jpg": "jpeg", "mpo": "jpeg", "jpe": "jpeg", "jfif": "jpeg", "tif": "tiff", "heif": "heic"}
_IMAGES = frozenset(
    {"jpeg", "png", "webp", "gif", "bmp", "tiff", "avif", "heic", "svg", "psd", "exr", "tga", "ico", "jp2", "jxl"}
)


@shot_rule(
    code="A106",
    name="image-limits",
    severity=Severity.ERROR,
    fields=("model",),
    needs=frozenset({Need.REFERENCE_HEADER}),
    summary="The model does not take this kind of image.",
    sources=("Vendor API references, SDKs and provider schemas, listed on each model's page",),
    bad=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.webp
            prompt: She turns her head slowly towards the window.
            """,
            marks=("refs/mara.webp",),
            title="Kling takes JPEG and PNG",
        ),
        Example(
            """
            id: s01
            model: gen4_turbo
            image: refs/mara.tiff
            prompt: She turns her head slowly towards the window.
            """,
            marks=("refs/mara.tiff",),
        ),
        Example(
            """
            id: s01
            model: gen4_turbo
            image: refs/banner.png
            prompt: The curtain behind the sign moves.
            """,
            marks=("refs/banner.png",),
            pictures=(("refs/banner.png", stated(width=3000, height=1000)),),
            title="Runway takes at most twice as wide as high",
        ),
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            """,
            marks=("refs/mara.png",),
            pictures=(("refs/mara.png", stated(format="WEBP")),),
            title="The content counts, not the name",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: gen4_turbo
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            """,
            pictures=(("refs/mara.png", stated(width=1280, height=720)),),
        ),
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.JPG
            prompt: She turns her head slowly towards the window.
            """
        ),
        Example(
            """
            id: s01
            model: gen4_turbo
            image: https://example.org/mara.webp?size=large
            prompt: She turns her head slowly towards the window.
            """
        ),
    ),
)
def image_limits(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Every image is compared with what the model takes: its format, its size in pixels and in MB, and its shape. Of a
    file the content counts; of a URL, which is not fetched, the ending of its name.

    ## Why it matters

    The upload is refused, or a tool converts the image on the way, often to a JPEG that has lost the fine detail which
    was to hold the subject.

    ## What to do

    Save the image as PNG or another format of the list, and at a size and shape that the model takes.
    """
    profile = facts.profile
    if profile is None:
        return
    headers = {id(mention.reference): known.header for mention, known in facts.pictures}
    for field, picture in pictures(shot):
        if picture.kind in ("path", "url"):
            header = headers.get(id(picture))
            yield from _format(field, picture, header, profile)
            if header is not None:
                yield from _size(field, picture, broken_sizes(header, profile), profile)
    yield from _beside_others(shot, facts, profile)


def _format(field: Field[Any], picture: Reference, header: HeaderFacts | None, profile: Profile) -> Iterator[Problem]:
    name = picture.text.split("?")[0].split("#")[0]
    ending = PurePosixPath(name).suffix.lower().removeprefix(".")
    ending = header.format.lower() if header is not None else ending
    found = _SAME.get(ending, ending)
    fact = profile.image.formats
    taken = [ending for formats in fact.values for ending in formats]
    if found not in _IMAGES or not taken or found in {_SAME.get(ending, ending) for ending in taken}:
        return
    names = dict.fromkeys(_SAME.get(ending, ending).upper() for ending in taken)
    yield Problem(
        at_reference(field, picture),
        f"{profile.name} takes no {found.upper()} image: expected {one_of(names)}; the upload is refused or converted. "
        f"{source(profile, fact)}",
        f"Save it as {'PNG' if 'PNG' in names else next(iter(names))}.",
        confidence=certainty(profile, fact),
    )


def _beside_others(shot: Shot, facts: ShotFacts, profile: Profile) -> Iterator[Problem]:
    """The start frame against the size of the output, and the end frame against the start frame."""
    shown = {mention.role: known.header for mention, known in facts.pictures}
    start, end = shown.get("start"), shown.get("end")
    output = shot.resolution.value if shot.resolution else None
    if start is not None and shot.image is not None and output is not None and output.width and output.height:
        broken = other_than_output(start, profile, output.width, output.height)
        yield from _size(shot.image, shot.image.value, broken, profile)
    if start is not None and end is not None and shot.end_image is not None:
        yield from _size(shot.end_image, shot.end_image.value, unlike_start(end, start, profile), profile)


def _size(field: Field[Any], picture: Reference, sizes: Iterable[BrokenSize], profile: Profile) -> Iterator[Problem]:
    for broken in sizes:
        yield Problem(
            at_reference(field, picture),
            f"The image {broken.found}, and {profile.name} takes {broken.allowed}: the upload is refused. "
            f"{source(profile, broken.fact)}",
            broken.advice,
            confidence=certainty(profile, broken.fact),
        )
