"""Options that several commands share."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace, _ArgumentGroup
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from promptlint.cli.exits import UsageError

if TYPE_CHECKING:
    from promptlint.config import ConfigFinder


def add_format(parser: ArgumentParser | _ArgumentGroup, formats: Sequence[str]) -> None:
    """``--output-format``; the first format is the default."""
    parser.add_argument(
        "--output-format",
        choices=formats,
        default=formats[0],
        metavar="FORMAT",
        help=f"{', '.join(formats)} (default: {formats[0]})",
    )


def add_config(parser: ArgumentParser | _ArgumentGroup) -> None:
    """``--config``."""
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="use this configuration for every file; look for no other"
    )


def add_colour(parser: ArgumentParser | _ArgumentGroup) -> None:
    """``--color``."""
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        metavar="WHEN",
        help="auto, always or never (default: auto; NO_COLOR and FORCE_COLOR are honoured)",
    )


def add_selection(parser: ArgumentParser | _ArgumentGroup) -> None:
    """``--select``, ``--ignore``, ``--preset`` and ``--fail-on``."""
    parser.add_argument(
        "--select",
        action="append",
        metavar="RULES",
        help="run only these: codes, names, prefixes or families, separated by commas",
    )
    parser.add_argument("--ignore", action="append", metavar="RULES", help="do not run these, besides those ignored")
    parser.add_argument("--preset", metavar="NAME", help="recommended, strict or limits-only, also as recommended@1")
    parser.add_argument(
        "--fail-on",
        choices=("error", "warning", "info", "never"),
        metavar="LEVEL",
        help="the mildest finding that makes the exit code 1: error, warning, info or never",
    )


def add_filters(parser: ArgumentParser | _ArgumentGroup) -> None:
    """``--baseline``, ``--write-baseline``, ``--prune-baseline`` and ``--diff-base``."""
    parser.add_argument(
        "--baseline",
        type=Path,
        metavar="FILE",
        help="the findings that are known and not reported (default: promptlint-baseline.json in the project's folder)",
    )
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--write-baseline", action="store_true", help="record the findings of this run as known")
    change.add_argument(
        "--prune-baseline", action="store_true", help="remove from the baseline what this run no longer finds"
    )
    parser.add_argument(
        "--diff-base", metavar="REV", help="report only what lies on lines changed since a git revision"
    )


def config_finder(options: Namespace, paths: Iterable[Path]) -> ConfigFinder:
    """The finder that the options ask for; paths that were given are projects where nothing else says what is.

    Raises:
        UsageError: the configuration file does not exist.
    """
    from promptlint.config import ConfigFinder, Overrides

    explicit: Path | None = options.config
    if explicit is not None and not explicit.is_file():
        raise UsageError(f"--config: there is no file {explicit}.")
    overrides = Overrides(
        preset=getattr(options, "preset", None),
        select=_split(options.select) if getattr(options, "select", None) else None,
        ignore=_split(getattr(options, "ignore", None) or ()),
        exclude=tuple(getattr(options, "exclude", None) or ()),
        fail_on=getattr(options, "fail_on", None),
    )
    folders = [path if path.is_dir() else path.parent for path in paths]
    return ConfigFinder(overrides, explicit, (Path.cwd(), *folders))


def _split(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def check_output_file(path: Path | None) -> None:
    """Stop where a report cannot be written to a file.

    Raises:
        UsageError: the path is a folder, or lies in none.
    """
    if path is not None and (path.is_dir() or not path.parent.is_dir()):
        reason = "it is a folder" if path.is_dir() else f"there is no folder {path.parent}"
        raise UsageError(f"The report cannot be written to {path}: {reason}.")


def check_exist(paths: Iterable[Path]) -> None:
    """Stop when a path does not exist.

    Raises:
        UsageError: it names every path that is missing.
    """
    missing = [path for path in paths if not path.exists()]
    if not missing:
        return
    from promptlint.cli.commands import SUMMARIES

    listed = ", ".join(str(path) for path in missing)
    hint = ""
    commands = [str(path) for path in missing if str(path) in SUMMARIES]
    if commands:
        hint = f" The command comes first: `promptlint {commands[0]} ...`."
    raise UsageError(f"No such file or folder: {listed}.{hint}")
