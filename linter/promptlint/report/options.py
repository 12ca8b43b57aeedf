"""What a report may be told."""

from __future__ import annotations

from typing import NamedTuple


class ReportOptions(NamedTuple):
    """How a report is written.

    Attributes:
        colour: whether terminal colours may be used.
        summary: whether the text formats end with a line that counts.
    """

    colour: bool = False
    summary: bool = True
