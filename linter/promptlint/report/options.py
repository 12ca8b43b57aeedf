"""What a report may be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from promptlint.project import Project


class ReportOptions(NamedTuple):
    """How a report is written.

    Attributes:
        colour: whether terminal colours may be used.
        summary: whether the text formats end with a line that counts.
        projects: the specs that the findings are about, for the page, which shows every shot.
    """

    colour: bool = False
    summary: bool = True
    projects: tuple[Project, ...] = ()
