"""The length of a shot against its window, as a bar in per cent of the longest on the page."""

from __future__ import annotations

from dataclasses import dataclass

from promptlint.timeline import TimelineShot


@dataclass(frozen=True, slots=True)
class Bar:
    """Parts of a bar, one behind the other, in per cent of its full width.

    Attributes:
        within: what the model holds its subject for.
        behind: what lies beyond the window.
        unused: the rest of a window that the shot does not use.
        limit: where the window ends; None where none is known.
        known: whether the length is known; where not, only the window is drawn.
    """

    within: float
    behind: float
    unused: float
    limit: float | None
    known: bool


def bar_of(shot: TimelineShot, longest: float) -> Bar:
    """The bar of a shot where the longest length or window on the page is so many seconds."""
    scale = 100 / longest if longest else 0.0
    window = shot.held_seconds
    limit = round(window * scale, 2) if window else None
    if shot.seconds is None:
        return Bar(0.0, 0.0, limit or 0.0, limit, known=False)
    lengths = (shot.seconds - shot.over, shot.over, max(window - shot.seconds, 0.0))
    within, behind, unused = (round(seconds * scale, 2) for seconds in lengths)
    return Bar(within, behind, unused, limit, known=True)
