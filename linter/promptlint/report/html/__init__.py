"""The report as one page to look at: no network, no fonts, nothing but what is in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from promptlint.report.options import ReportOptions
    from promptlint.run import RunResult


def render(result: RunResult, options: ReportOptions) -> str:
    """The page; every character beyond ASCII is a reference, so that no way of saving it spoils it."""
    from promptlint.report.html.build import page_of
    from promptlint.report.html.template import write

    return write(page_of(result, options.projects))
