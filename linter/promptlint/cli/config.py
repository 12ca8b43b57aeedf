"""``promptlint config``: the settings of a file and where each comes from; the JSON Schema."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from promptlint.cli.exits import Exit
from promptlint.cli.options import add_config, add_format, add_selection, config_finder
from promptlint.cli.output import write_out


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--show", type=Path, metavar="FILE", help="the settings of this file or folder")
    what.add_argument("--schema", action="store_true", help="the JSON Schema of the configuration")
    add_format(parser, ("text", "json"))
    add_config(parser)
    add_selection(parser)


def execute(options: Namespace) -> int:
    """Print the settings or the schema."""
    if options.schema:
        from promptlint.config.schema import schema_text

        write_out(schema_text())
        return Exit.CLEAN
    from promptlint.config.show import settings_json, settings_text

    resolved = config_finder(options, [options.show]).resolved_for(options.show)
    write_out(settings_json(resolved) if options.output_format == "json" else settings_text(resolved))
    return Exit.CLEAN
