"""``promptlint rules``: list the rules."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from promptlint.cli.exits import Exit
from promptlint.cli.options import add_config, add_format, add_selection, config_finder
from promptlint.cli.output import write_out


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    add_format(parser, ("text", "json"))
    add_config(parser)
    add_selection(parser)


def execute(options: Namespace) -> int:
    """Print a line a rule, with whether it runs in this folder."""
    from promptlint.phrases.rules import with_phrases
    from promptlint.registry import installed
    from promptlint.report.rule_list import rules_json, rules_text
    from promptlint.report.visible import visible_lines

    settings = config_finder(options, ()).settings_for(Path.cwd())
    listed = rules_json if options.output_format == "json" else rules_text
    rules = list(with_phrases(installed(), settings.phrases))
    write_out(visible_lines(listed(rules, settings)))
    return Exit.CLEAN
