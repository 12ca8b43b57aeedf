"""Picks the command, runs it, and turns every way in which it may end into an exit code."""

from __future__ import annotations

import sys

from promptlint import __version__
from promptlint.cli.exits import Exit, UsageError
from promptlint.cli.output import note, write_out

ISSUES_URL = "https://github.com/promptlint/promptlint-video/issues"


def run_command(arguments: list[str]) -> int:
    """Run the command that the arguments name and return the exit code."""
    try:
        if arguments in (["--version"], ["-V"]):
            write_out(f"promptlint {__version__}\n")
            return Exit.CLEAN
        return _dispatch(arguments)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except SystemExit as stop:  # argparse, for --help and usage errors
        return stop.code if isinstance(stop.code, int) else Exit.CLEAN
    except UsageError as error:
        note(f"promptlint: error: {error}")
        return Exit.USAGE
    except Exception as error:
        if _is_configuration(error):
            note(f"promptlint: error: {error}")
            return Exit.USAGE
        return _internal_error(error)


def _dispatch(arguments: list[str]) -> int:
    from promptlint.cli.commands import DEFAULT_COMMAND, SUMMARIES, load

    named = bool(arguments) and arguments[0] in SUMMARIES
    command = load(arguments[0] if named else DEFAULT_COMMAND, implied=not named)
    options = command.parser.parse_args(arguments[1:] if named else arguments)
    if getattr(options, "version", False):
        write_out(f"promptlint {__version__}\n")
        return Exit.CLEAN
    return command.execute(options)


def _is_configuration(error: Exception) -> bool:
    """Whether the user's configuration or installation causes the error."""
    from promptlint.config.errors import ConfigError
    from promptlint.facts.prompt import VocabularyError
    from promptlint.profiles import ProfileError
    from promptlint.registry import RegistryError
    from promptlint.workers import ExecutorError

    return isinstance(error, (ConfigError, ExecutorError, ProfileError, RegistryError, VocabularyError))


def _internal_error(error: Exception) -> int:
    import traceback

    lines = "".join(traceback.format_exception(error))
    note(
        f"{lines}promptlint: internal error. This is a mistake in promptlint, not in your files.\n"
        f"Please report it at {ISSUES_URL} with the text above, the version "
        f"({__version__}, Python {sys.version.split()[0]}), and the file that it happened on."
    )
    return Exit.INTERNAL
