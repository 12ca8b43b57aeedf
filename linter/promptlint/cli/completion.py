"""``promptlint completion SHELL``: a completion script, made from the parsers."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from promptlint.cli.exits import Exit
from promptlint.cli.output import write_out


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), metavar="SHELL", help="bash, zsh or fish")


def execute(options: Namespace) -> int:
    """Print the script."""
    from promptlint.cli.shells import script

    write_out(script(options.shell))
    return Exit.CLEAN
