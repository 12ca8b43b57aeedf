"""``promptlint inspect FILE``: the facts of each shot, on which the rules decide."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from promptlint.cli.exits import Exit, UsageError
from promptlint.cli.options import add_config, add_format, check_exist, config_finder
from promptlint.cli.output import wants_colour, write_out

if TYPE_CHECKING:
    from promptlint.config import ConfigFinder


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="shot specs")
    add_format(parser, ("text", "json"))
    parser.add_argument(
        "--image",
        type=Path,
        metavar="OUT",
        help="write the pictures with what was found drawn over them: a .png file for one picture, else a folder",
    )
    add_config(parser)


def execute(options: Namespace) -> int:
    """Print the facts."""
    from datetime import date

    from promptlint.report.inspection import NotASpecError, facts_json, facts_text, inspect_files
    from promptlint.report.style import Style

    check_exist(options.files)
    finder = config_finder(options, options.files)
    try:
        if options.image is not None:
            return _draw(options, finder)
        shots = inspect_files(options.files, finder.settings_for, date.today())
    except NotASpecError as error:
        raise UsageError(str(error)) from None
    except OSError as error:
        raise UsageError(f"Cannot read {error.filename}: {error.strerror or error}.") from None
    write_out(facts_json(shots) if options.output_format == "json" else facts_text(shots, Style(wants_colour("auto"))))
    return Exit.CLEAN


def _draw(options: Namespace, finder: ConfigFinder) -> int:
    """Write the annotated pictures and name them."""
    from datetime import date

    from promptlint.report.picture_sheets import NoPictureError, draw_sheets

    try:
        written = draw_sheets(options.files, finder, date.today(), options.image)
    except NoPictureError as error:
        raise UsageError(str(error)) from None
    write_out("".join(f"{path}\n" for path in written))
    return Exit.CLEAN
