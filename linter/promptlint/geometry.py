"""Boxes in pictures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Box(NamedTuple):
    """A region of a picture in pixels of the picture as it is shown: left, top, width and height."""

    x: int
    y: int
    width: int
    height: int

    @property
    def area(self) -> int:
        """Width times height."""
        return self.width * self.height

    @property
    def right(self) -> int:
        """The first column behind it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.y + self.height

    def within(self, width: int, height: int) -> Box:
        """The part that lies in a picture of that size; without area where there is none."""
        left, top = min(max(self.x, 0), width), min(max(self.y, 0), height)
        return Box(left, top, max(min(self.right, width) - left, 0), max(min(self.bottom, height) - top, 0))

    def share_of(self, width: int, height: int) -> float:
        """Its part of the area of a picture of that size, 0 to 1."""
        return self.within(width, height).area / (width * height) if width and height else 0.0

    def overlap(self, other: Box) -> float:
        """Intersection over union, 0 to 1."""
        common = self._common(other)
        return common / (self.area + other.area - common) if common else 0.0

    def share_in(self, other: Box) -> float:
        """The part of its own area that lies in the other, 0 to 1."""
        common = self._common(other)
        return common / self.area if common else 0.0

    def _common(self, other: Box) -> int:
        across = min(self.right, other.right) - max(self.x, other.x)
        down = min(self.bottom, other.bottom) - max(self.y, other.y)
        return max(across, 0) * max(down, 0)


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of them.

    Raises:
        ValueError: there is none.
    """
    known = list(boxes)
    left, top = min(box.x for box in known), min(box.y for box in known)
    return Box(left, top, max(box.right for box in known) - left, max(box.bottom for box in known) - top)
