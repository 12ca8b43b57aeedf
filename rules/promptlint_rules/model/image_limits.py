"""A106: an image that the model does not take."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from promptlint.facts import ShotFacts
from promptlint.finding import Problem, Severity
from promptlint.profiles import Profile
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Field, Shot
from promptlint.spec.values import Reference
from promptlint_rules.model._basis import at_reference, certainty, one_of, pictures, source

_SAME = {"jpg": "jpeg", "jpe": "jpeg", "jfif": "jpeg", "tif": "tiff", "heif": "heic"}
_IMAGES = frozenset(
    {"jpeg", "png", "webp", "gif", "bmp", "tiff", "avif", "heic", "svg", "psd", "exr", "tga", "ico", "jp2", "jxl"}
)


@shot_rule(
    code="A106",
    name="image-limits",
    severity=Severity.ERROR,
    fields=("model",),
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
    ),
    good=(
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
    """The format of every image, as its name ends, is compared with the formats that the model takes.

    ## Why it matters

    The upload is refused, or a tool converts the image on the way, often to a JPEG that has lost the fine detail which
    was to hold the subject.

    ## What to do

    Save the image as PNG, or as another format of the list.
    """
    profile = facts.profile
    if profile is None:
        return
    for field, picture in pictures(shot):
        if picture.kind in ("path", "url"):
            yield from _format(field, picture, profile)


def _format(field: Field[object], picture: Reference, profile: Profile) -> Iterator[Problem]:
    name = picture.text.split("?")[0].split("#")[0]
    ending = PurePosixPath(name).suffix.lower().removeprefix(".")
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
