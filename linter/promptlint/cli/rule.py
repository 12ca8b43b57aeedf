"""``promptlint rule CODE_OR_NAME``: explain a rule."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from promptlint.cli.exits import Exit, UsageError
from promptlint.cli.options import add_config, config_finder
from promptlint.cli.output import write_out


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("rule", metavar="CODE_OR_NAME", help="such as D301 or exceeds-coherence-window")
    add_config(parser)


def execute(options: Namespace) -> int:
    """Print the rule's page."""
    from promptlint.report.page_store import stored_page

    write_out(stored_page(options.rule) or _page(options))
    return Exit.CLEAN


def _page(options: Namespace) -> str:
    from promptlint.config.selectors import unknown_rule
    from promptlint.phrases.rules import with_phrases
    from promptlint.registry import installed
    from promptlint.report.page_store import store_pages
    from promptlint.report.rule_page import rule_page
    from promptlint.report.visible import visible_lines

    rule = installed().find(options.rule)
    if rule is not None:
        store_pages(installed())
        return rule_page(rule)
    settings = config_finder(options, ()).settings_for(Path.cwd())
    registry = with_phrases(installed(), settings.phrases)
    rule = registry.find(options.rule)
    if rule is None:
        raise UsageError(unknown_rule(options.rule, registry))
    return visible_lines(rule_page(rule))
