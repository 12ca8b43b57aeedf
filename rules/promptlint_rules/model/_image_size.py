"""What a model asks of the size of an image, compared with what the file has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from promptlint.facts.reference.model import HeaderFacts
from promptlint.profiles import Fact, Profile
from promptlint.profiles.answers import least, most
from promptlint.profiles.quantities import number_text


@dataclass(frozen=True, slots=True)
class BrokenSize:
    """A limit that an image breaks.

    Attributes:
        found: what the image has, as the end of a sentence that begins with its name.
        allowed: what the model takes.
        advice: what to do.
        fact: where the limit is from.
    """

    found: str
    allowed: str
    advice: str
    fact: Fact[Any]


def broken_sizes(header: HeaderFacts, profile: Profile) -> Iterator[BrokenSize]:
    """The limits on pixels, shape and bytes that an image breaks by every source."""
    image = profile.image
    width, height, short, long = header.width, header.height, header.short_side, max(header.width, header.height)
    size = f"is {width} x {height} px"
    larger, smaller = "Use a larger original.", "Reduce it before the upload."
    for fact, value, what in (
        (image.min_side_px, short, "on each side"),
        (image.min_short_side_px, short, "on the short side"),
        (image.min_width_px, width, "in width"),
        (image.min_height_px, height, "in height"),
    ):
        low = least(fact)
        if low is not None and value < low:
            yield BrokenSize(size, f"at least {number_text(low)} px {what}", larger, fact)
            return
    high = most(image.max_side_px)
    if high is not None and long > high:
        yield BrokenSize(size, f"at most {number_text(high)} px on each side", smaller, image.max_side_px)
    yield from _shape(header, profile)
    limit = most(image.max_mb)
    if limit is not None and header.bytes > limit * 1024 * 1024:
        has = f"has {header.bytes / 1024 / 1024:.1f} MB"
        yield BrokenSize(has, f"at most {number_text(limit)} MB", smaller, image.max_mb)


def _shape(header: HeaderFacts, profile: Profile) -> Iterator[BrokenSize]:
    ratio = header.width / header.height if header.height else 0.0
    shown = f"is {header.width} x {header.height} px, {ratio:.2f} times as wide as high"
    narrowest, widest = least(profile.image.min_aspect_ratio), most(profile.image.max_aspect_ratio)
    if narrowest is not None and ratio < narrowest:
        allowed = f"at least {number_text(narrowest)} times as wide as high"
        yield BrokenSize(shown, allowed, "Crop it, or add to its sides.", profile.image.min_aspect_ratio)
    elif widest is not None and ratio > widest:
        allowed = f"at most {number_text(widest)} times as wide as high"
        yield BrokenSize(shown, allowed, "Crop it, or add above and below.", profile.image.max_aspect_ratio)


def other_than_output(header: HeaderFacts, profile: Profile, width: int, height: int) -> Iterator[BrokenSize]:
    """The size of the output, in pixels, where the model takes an image of no other size."""
    equal = profile.image.must_equal_output_size
    if equal.values and all(equal.values) and (header.width, header.height) != (width, height):
        yield BrokenSize(
            f"is {header.width} x {header.height} px",
            f"only an image of the size of the output, {width} x {height} px",
            "Crop and scale it to that size.",
            equal,
        )


def unlike_start(end: HeaderFacts, start: HeaderFacts, profile: Profile) -> Iterator[BrokenSize]:
    """How an end frame differs in its number of pixels from the start frame by more than the model takes."""
    allowed = profile.image.first_last_size_ratio
    pixels = start.width * start.height / (end.width * end.height)
    ranges = list(allowed.values)
    if ranges and not any(low <= pixels <= high for low, high in ranges):
        low, high = ranges[0]
        yield BrokenSize(
            f"is {end.width} x {end.height} px beside a start frame of {start.width} x {start.height} px",
            f"a start frame with {number_text(low)} to {number_text(high)} times the pixels of the end frame",
            "Scale one of them to the size of the other.",
            allowed,
        )
