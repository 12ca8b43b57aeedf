"""``promptlint server``: serve an editor. The server is a package of its own that comes in by an entry point."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from importlib.metadata import entry_points
from typing import Final

from promptlint.cli.exits import UsageError

ENTRY_POINT_GROUP: Final = "promptlint.server"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--tcp", type=int, metavar="PORT", help="listen on this port of 127.0.0.1 instead of standard input"
    )


def execute(options: Namespace) -> int:
    """Serve one client until it leaves."""
    found = next(iter(entry_points(group=ENTRY_POINT_GROUP)), None)
    if found is None:
        raise UsageError("the language server is not installed. Install promptlint-video again.")
    if options.tcp is not None and not 0 <= options.tcp <= 65_535:
        raise UsageError("--tcp takes a port from 0 to 65535.")
    code: int = found.load()(options.tcp)
    return code
