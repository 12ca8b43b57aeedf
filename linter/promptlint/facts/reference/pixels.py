"""What a reduced copy of a picture shows: sharpness, compression, light and colours."""

from __future__ import annotations

from typing import Final

from promptlint.facts.reference.blockiness import VISIBLE, blockiness
from promptlint.facts.reference.colour import Lab, lightness_of, shares
from promptlint.facts.reference.decode import Decoded
from promptlint.facts.reference.exposure import exposure
from promptlint.facts.reference.families import FAMILIES
from promptlint.facts.reference.model import HeaderFacts, PixelFacts, Region
from promptlint.facts.reference.palette import palette
from promptlint.facts.reference.sharpness import BLURRED, sharpness
from promptlint.facts.reference.time_of_day import time_of_day
from promptlint.facts.reference.tint import is_in_coloured_light, is_monochrome
from promptlint.geometry import Box

COLOUR_SIDE: Final = 256
"""Longest side of the copy whose colours and light are told."""

_CLEAN_QUALITY: Final = 85
"""A JPEG saved at this quality or better shows no blocks of its own."""


def pixel_facts(picture: Decoded, header: HeaderFacts) -> PixelFacts:
    """Everything that is told from pixels without a network.

    Args:
        picture: the pixels.
        header: what the file says; blocks in a JPEG of low quality are its own, and not of an earlier file.
    """
    rgb = picture.rgb(COLOUR_SIDE)
    lab = Lab.of(rgb)
    sharp, blocks = sharpness(picture), blockiness(picture)
    own = header.jpeg_quality is not None and header.jpeg_quality < _CLEAN_QUALITY
    return PixelFacts(
        sharpness=sharp,
        blurred=sharp is not None and sharp < BLURRED,
        blockiness=blocks,
        recompressed=blocks is not None and blocks >= VISIBLE and not own,
        exposure=exposure(rgb, lab.light),
        palette=palette(rgb, lab),
        monochrome=is_monochrome(lab),
        transparent=picture.transparent,
        time_of_day=time_of_day(lab),
        frame=Region(
            "frame",
            Box(0, 0, picture.width, picture.height),
            lab.light.size,
            lightness_of(lab.light),
            shares(lab, FAMILIES),
            coloured_light=is_in_coloured_light(lab),
        ),
    )
