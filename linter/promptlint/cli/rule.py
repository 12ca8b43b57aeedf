"""``promptlint rule CODE_OR_NAME``: explain a rule."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from promptlint.cli.exits import Exit, UsageError
from promptlint.cli.output import write_out


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("rule", metavar="CODE_OR_NAME", help="such as D301 or exceeds-coherence-window")


def execute(options: Namespace) -> int:
    """Print the rule's page."""
    from promptlint.report.page_store import stored_page

    write_out(stored_page(options.rule) or _page(options.rule))
    return Exit.CLEAN


def _page(code_or_name: str) -> str:
    from promptlint.config.selectors import unknown_rule
    from promptlint.registry import installed
    from promptlint.report.page_store import store_pages
    from promptlint.report.rule_page import rule_page

    registry = installed()
    rule = registry.find(code_or_name)
    if rule is None:
        raise UsageError(unknown_rule(code_or_name, registry))
    store_pages(registry)
    return rule_page(rule)
