"""The commands' page, from their parsers."""

from __future__ import annotations

from argparse import SUPPRESS, Action
from collections.abc import Iterator

from docsite.markdown import code, table
from promptlint.cli.commands import SUMMARIES, load


def parts() -> dict[str, str]:
    """The generated regions by name."""
    return {"commands": "\n\n".join(part.strip() for name in SUMMARIES for part in _command(name))}


def _command(name: str) -> Iterator[str]:
    actions = [action for action in load(name).parser._actions if action.dest != "help" and action.help != SUPPRESS]
    positional = [action for action in actions if not action.option_strings]
    options = [action for action in actions if action.option_strings]
    yield f"## promptlint {name} {{#{name}}}"
    yield SUMMARIES[name]
    usage = [f"promptlint {name}", *["[OPTIONS]"] * bool(options), *map(_placeholder, positional)]
    yield code(" ".join(usage))
    rows = [(f"`{_shown(action)}`", action.help or "") for action in [*positional, *options]]
    if rows:
        yield table(("Argument", "Meaning"), rows)


def _metavar(action: Action) -> str:
    return str(action.metavar or action.dest.upper())


def _placeholder(action: Action) -> str:
    shown = _metavar(action)
    return {"*": f"[{shown} ...]", "?": f"[{shown}]", "+": f"{shown} [{shown} ...]"}.get(str(action.nargs), shown)


def _shown(action: Action) -> str:
    if not action.option_strings:
        return _metavar(action)
    value = "" if action.nargs == 0 else f" {_metavar(action)}"
    return f"{', '.join(action.option_strings)}{value}"
