"""Reports: one module per output format, each with ``render(result, options) -> str``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from promptlint.report.options import ReportOptions

if TYPE_CHECKING:
    from promptlint.run import RunResult

__all__ = ["FORMATS", "ReportOptions", "render"]

FORMATS: Final = {
    "text": "promptlint.report.text",
    "concise": "promptlint.report.concise",
    "json": "promptlint.report.json_v1",
    "sarif": "promptlint.report.sarif",
    "github": "promptlint.report.github",
    "gitlab": "promptlint.report.gitlab",
    "junit": "promptlint.report.junit",
    "html": "promptlint.report.html",
}
"""The module of each output format."""


def render(output_format: str, result: RunResult, options: ReportOptions) -> str:
    """The report of a run, ending with a line end unless it is empty.

    Raises:
        KeyError: there is no such format.
    """
    text: str = import_module(FORMATS[output_format]).render(result, options)
    return text
