"""``promptlint models [NAME]``: the model profiles."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from promptlint.cli.exits import Exit, UsageError
from promptlint.cli.options import add_config, add_format, config_finder
from promptlint.cli.output import write_out


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="any name of a model: an API id, an app's name")
    add_format(parser, ("text", "json"))
    add_config(parser)


def execute(options: Namespace) -> int:
    """Print the table of all models, or what is known of one."""
    from promptlint.folders import cache_folder
    from promptlint.profiles import Profiles, table
    from promptlint.registry import installed
    from promptlint.report.visible import visible_lines

    settings = config_finder(options, ()).settings_for(Path.cwd())
    folders = installed().data_directories("models")
    profiles = Profiles.load(folders, settings.models, cache_dir=cache_folder())
    name: str | None = options.name
    if name is not None and profiles.find(name) is None:
        raise UsageError(table.model_text(profiles, name))
    if options.output_format == "json":
        text = table.models_json(profiles, name)
    elif name is None:
        text = table.models_table(profiles)
    else:
        text = table.model_text(profiles, name)
    write_out(visible_lines(text.rstrip("\n")) + "\n")
    return Exit.CLEAN
