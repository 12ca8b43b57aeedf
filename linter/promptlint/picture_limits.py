"""How large a picture may be, and should be. Imports nothing of the program, as settings and jobs carry it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MEGA: Final = 1_000_000
GOOD_SIDE: Final = 1024
"""Pixels on the short side from which on a picture holds a subject."""
LARGEST_SIDE: Final = 1536
"""Pixels on the short side up to which references are recommended."""


@dataclass(frozen=True, slots=True)
class Limits:
    """A larger picture is not read, or not decoded.

    Attributes:
        max_bytes: size of the file.
        max_pixels: width times height, by the file's header. Pillow itself stops above 178 megapixels.
    """

    max_bytes: int = 64 * MEGA
    max_pixels: int = 100 * MEGA


DEFAULT_LIMITS: Final = Limits()
