"""Lint a rule's example as its reader would, and show what the program says."""

from __future__ import annotations

from typing import Final

from promptlint.engine import CRASH_RULE
from promptlint.report import ReportOptions, render
from promptlint.rule import Example, Rule
from promptlint.run import RunResult
from promptlint.testing import TODAY, findings_on

DOCS_DATE: Final = TODAY
"""The day on which the examples are linted, so that a retirement date does not change the pages."""


def report(rule: Rule, example: Example) -> str:
    """The text report on an example, with the findings of this rule only.

    Empty for the rule about crashes: its message names a line of our own code, which would change the page each time.
    """
    if rule.code == CRASH_RULE:
        return ""
    own = [finding for finding in findings_on(rule, example) if finding.code == rule.code]
    return render("text", RunResult(own), ReportOptions(summary=False)).rstrip() + "\n"
