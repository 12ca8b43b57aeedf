"""The commands and their parsers."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable
from difflib import get_close_matches
from importlib import import_module
from typing import Final, NamedTuple, NoReturn, Protocol, cast

from promptlint.cli.exits import Exit

DEFAULT_COMMAND: Final = "check"
SUMMARIES: Final = {
    "check": "Lint shot specs; the command that runs when none is given.",
    "rule": "Explain a rule.",
    "rules": "List the rules.",
    "models": "List the model profiles, or show one.",
    "chain": "Split a shot that is too long into shots that each continue the one before.",
    "timeline": "Show the shots one after the other, each against how long its model holds a subject.",
    "inspect": "Show the facts of each shot in a file.",
    "config": "Show the settings of a file and where each comes from.",
    "init": "Write a starter configuration and spec.",
    "server": "Serve an editor: the language server, on standard input and output.",
    "completion": "Print a completion script for a shell.",
}


class CommandModule(Protocol):
    """What the module of a command holds."""

    add_arguments: Callable[[ArgumentParser], None]
    execute: Callable[[Namespace], int]


class Command(NamedTuple):
    """A command with its parser."""

    name: str
    parser: ArgumentParser
    execute: Callable[[Namespace], int]


class Parser(ArgumentParser):
    """An argument parser that names the option that was probably meant."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and leave with the exit code for a usage error."""
        words = message.partition("unrecognized arguments: ")[2].split()
        unknown = [word.partition("=")[0] for word in words if word.startswith("-")]
        known = [option for action in self._actions for option in action.option_strings]
        near = [match for word in unknown for match in get_close_matches(word, known, 1)]
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        if message.startswith("unrecognized arguments: "):
            message = f"there is no option or argument {', '.join(words)}."
        self.exit(
            Exit.USAGE,
            f"{self.prog}: error: {message}{hint}\nTry `{self.prog} --help`.\n",
        )


def load(name: str, *, implied: bool = False) -> Command:
    """A command by its name.

    Args:
        name: a key of ``SUMMARIES``.
        implied: whether the name was left out, so that the parser also answers for ``promptlint`` itself.
    """
    module = cast(CommandModule, import_module(f"promptlint.cli.{name}"))
    parser = Parser(
        prog="promptlint" if implied else f"promptlint {name}",
        description="A linter for image-to-video shot specs." if implied else SUMMARIES[name],
        epilog=_overview() if implied else None,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    if implied:
        parser.add_argument("--version", action="store_true", help="print the version")
    module.add_arguments(parser)
    return Command(name, parser, module.execute)


def _overview() -> str:
    lines = [f"  {name:<12}{summary}" for name, summary in SUMMARIES.items()]
    return "\n".join(
        [
            "commands (`promptlint COMMAND --help` tells their options):",
            *lines,
            "",
            "exit codes: 0 clean, 1 findings at or above --fail-on, 2 usage or configuration, 3 internal error",
        ]
    )
