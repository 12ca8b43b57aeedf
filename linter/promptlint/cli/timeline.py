"""``promptlint timeline [PATH ...]``: the shots of a project one after the other."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Final

from promptlint.cli.exits import Exit
from promptlint.cli.options import add_colour, add_config, add_format, check_exist, check_output_file, config_finder
from promptlint.cli.output import note, wants_colour, write_file, write_out

if TYPE_CHECKING:
    from promptlint.config import ConfigFinder
    from promptlint.timeline import Timeline

FORMATS: Final = ("text", "json", "svg")
_DRAWN: Final = "█▒·┌├└←…"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: this folder)")
    add_format(parser, FORMATS)
    parser.add_argument("--output-file", type=Path, metavar="FILE", help="write the timeline there")
    add_config(parser)
    add_colour(parser)


def execute(options: Namespace) -> int:
    """Print or write the timeline."""
    paths = [Path(name) for name in options.paths] or [Path()]
    check_exist(paths)
    check_output_file(options.output_file)
    text = _rendered(options, _timeline(paths, config_finder(options, paths)))
    if options.output_file is None:
        write_out(text)
    else:
        write_file(text, options.output_file)
    return Exit.CLEAN


def _timeline(paths: list[Path], finder: ConfigFinder) -> Timeline:
    from datetime import date

    from promptlint.project import read_projects
    from promptlint.run import RunRequest, run
    from promptlint.spec.sequence import ShotSequence
    from promptlint.timeline import timeline_of

    request = RunRequest(configs=finder, today=date.today())
    result = run(paths, request)
    projects = read_projects(paths, request, result.surroundings)
    for name, reason in result.unreadable:
        note(f"promptlint: cannot read {name}: {reason}")
    files = [file for project in projects for file in project.sequence.files]
    owners = {shot: project for project in projects for shot in project.sequence.shots}
    return timeline_of(ShotSequence(files), lambda shot: owners[shot].facts_of(shot), result.findings)


def _rendered(options: Namespace, timeline: Timeline) -> str:
    if options.output_format == "json":
        from promptlint.report.timeline_json import render as as_json

        return as_json(timeline)
    if options.output_format == "svg":
        from promptlint.report.timeline_svg import render as as_svg

        return as_svg(timeline)
    from promptlint.report.style import Style
    from promptlint.report.timeline_text import render as as_text

    to_file = options.output_file is not None
    colour = options.color == "always" if to_file else wants_colour(options.color)
    return as_text(
        timeline, columns=get_terminal_size().columns, style=Style(colour), plain=not to_file and _is_ascii()
    )


def _is_ascii() -> bool:
    """Whether standard output cannot show what bars are drawn with."""
    try:
        _DRAWN.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return True
    return False
