"""How a picture should be exported again: its size in pixels, its shape and its format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from shlex import quote
from typing import Final

from promptlint.facts.reference.model import HeaderFacts
from promptlint.finding import Finding
from promptlint.picture_limits import GOOD_SIDE, LARGEST_SIDE
from promptlint.profiles import Profile
from promptlint.profiles.answers import least, most
from promptlint.spec.model import Shot
from promptlint.spec.pictures import Picture, pictures_of
from promptlint_lsp.view import View

RULES: Final = frozenset(
    {
        "aspect-mismatch",
        "extension-mismatch",
        "heavy-compression",
        "image-limits",
        "lossy-format",
        "low-resolution",
        "off-recommended-size",
        "orientation-alpha-colour-mode",
    }
)
"""The rules whose findings another export repairs."""

_FRAMES: Final = ("start", "end")
_SAME_SHAPE: Final = 0.01


@dataclass(frozen=True, slots=True)
class Export:
    """What to export.

    Attributes:
        width: in pixels.
        height: in pixels.
        cropped: whether something is cut off, to get the shape of the clip.
        enlarged: whether the picture has fewer pixels than that, so that a larger original is needed.
    """

    width: int
    height: int
    cropped: bool
    enlarged: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """How to export a picture again.

    Attributes:
        path: the picture.
        text: what to do, in sentences.
    """

    path: Path
    text: str


def picture_of(view: View, finding: Finding) -> Picture | None:
    """The picture that a finding is about, where another export repairs it."""
    if finding.name not in RULES:
        return None
    pictures = [picture for picture in pictures_of(view.file) if picture.is_looked_at]
    for picture in pictures:
        if any(mention.location.span == finding.span for mention in picture.mentions):
            return picture
    shot = view.shot_at(finding.span.start)
    image = shot.image.value if shot is not None and shot.image is not None else None
    named = (picture for picture in pictures if image is not None and picture.text == image.text)
    return next(named, None) if finding.name == "aspect-mismatch" else None


def advice(view: View, text: str) -> Advice | None:
    """How to export a picture again that a file names; None where there is no such picture or it cannot be read.

    Looks at what is known of the picture.
    """
    picture = next((one for one in pictures_of(view.file) if one.text == text and one.is_looked_at), None)
    if picture is None:
        return None
    references = view.project.surroundings.references
    path, header = references.locate(picture.file, picture.text), references.of(picture.file, picture.text).header
    if header is None or not isinstance(path, Path):
        return None
    shots = [mention.shot for mention in picture.mentions if mention.shot is not None and mention.role in _FRAMES]
    profiles = [view.project.facts_of(shot).profile for shot in shots]
    found = export_of(header, _shape(shots), [profile for profile in profiles if profile is not None])
    return Advice(path, _in_words(text, header, found))


def export_of(header: HeaderFacts, shape: float | None, profiles: Iterable[Profile] = ()) -> Export:
    """What to export in place of a picture.

    Args:
        header: the picture as it is.
        shape: width by height of the clip that it is a frame of; None keeps that of the picture.
        profiles: the models that it is given to.
    """
    has = header.width / max(header.height, 1)
    cropped = shape is not None and abs(has / shape - 1) > _SAME_SHAPE
    width, height = float(header.width), float(header.height)
    if shape is not None and cropped:
        width, height = (height * shape, height) if has > shape else (width, width / shape)
    short, long = min(width, height), max(width, height)
    side = min(max(short, GOOD_SIDE), LARGEST_SIDE)
    for profile in profiles:
        side = max([side, *_asked(profile, width, height)])
        longest = most(profile.image.max_side_px)
        if longest is not None:
            side = min(side, longest * short / long)
    scale = side / short
    return Export(_even(width * scale), _even(height * scale), cropped, scale > 1 + _SAME_SHAPE)


def _asked(profile: Profile, width: float, height: float) -> list[float]:
    """What a model asks of the short side of a picture of some shape, in pixels."""
    short, image = min(width, height), profile.image
    sides = ((image.min_side_px, short), (image.min_short_side_px, short))
    limits = (*sides, (image.min_width_px, width), (image.min_height_px, height))
    return [low * short / side for fact, side in limits if (low := least(fact)) is not None and side]


def _even(side: float) -> int:
    """A side in whole pixels, and an even number of them, as video has."""
    return max(2, 2 * round(side / 2))


def _shape(shots: Iterable[Shot]) -> float | None:
    """Width by height of the first clip that says so."""
    for shot in shots:
        size = shot.resolution.value if shot.resolution is not None else None
        if shot.aspect_ratio is not None and shot.aspect_ratio.value.value:
            return shot.aspect_ratio.value.value
        if size is not None and size.width and size.height:
            return size.width / size.height
    return None


def _in_words(text: str, header: HeaderFacts, export: Export) -> str:
    size = f"{export.width} x {export.height} px"
    what = (
        f"{size}{' or more' if export.enlarged else ''}{', cropped to the shape of the clip' if export.cropped else ''}"
    )
    parts = [
        f"{text} is {header.width} x {header.height} px ({header.format}).",
        f"Export it again from the original as PNG, {what}: upright, without transparency, RGB with 8 bits a channel.",
    ]
    if export.enlarged:
        parts.append("It has fewer pixels than that, and enlarging it brings no detail back: take a larger original.")
    else:
        parts.append(f"With ImageMagick: {_command(text, export)}")
    if _as_png(text) != text:
        parts.append(f"Then write {_as_png(text)} in the spec.")
    return " ".join(parts)


def _command(text: str, export: Export) -> str:
    size = f"{export.width}x{export.height}"
    crop = f"-resize {size}^ -gravity center -extent {size}" if export.cropped else f"-resize {size}!"
    flat = "-background white -alpha remove -alpha off -colorspace sRGB -depth 8"
    return f"magick {quote(text)} -auto-orient {crop} {flat} {quote(_as_png(text))}"


def _as_png(text: str) -> str:
    path = PurePosixPath(text.replace("\\", "/"))
    return text if path.suffix.lower() == ".png" else str(path.with_suffix(".png"))
