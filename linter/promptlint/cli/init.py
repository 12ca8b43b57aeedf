"""``promptlint init``: a starter configuration and spec."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from promptlint.cli.exits import Exit, UsageError
from promptlint.cli.output import write_out

TEMPLATES: Final = {"promptlint.toml": "promptlint.toml", "first.shot.yaml": "shots/first.shot.yaml"}
"""Templates and where they go."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), metavar="FOLDER", help="default: this folder")


def execute(options: Namespace) -> int:
    """Write the files that do not exist yet."""
    folder: Path = options.folder
    for template, name in TEMPLATES.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as stream:
                stream.write(Path(__file__).with_name("templates").joinpath(template).read_bytes())
        except FileExistsError:
            write_out(f"kept     {path} (it exists)\n")
        except OSError as error:
            raise UsageError(f"Cannot write {path}: {error.strerror or error}.") from None
        else:
            write_out(f"created  {path}\n")
    write_out("Next: `promptlint` lints this folder, `promptlint models` lists the models.\n")
    return Exit.CLEAN
