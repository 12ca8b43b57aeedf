"""Rule pages kept from the last time that the rules were imported, so that ``promptlint rule CODE`` starts fast.

One JSON file for each set of installed packages. It holds what it was made from: sizes and times of the rules' files,
and times of the folders that Python imports from. It counts only as long as all of them are the same.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zlib import crc32

from promptlint import __version__
from promptlint.folders import cache_folder

if TYPE_CHECKING:
    from promptlint.registry import Registry

_MADE_BY: Final = ("report/rule_page.py", "rule.py", "registry.py")


def stored_page(code_or_name: str) -> str | None:
    """The page of a rule as it was kept; None where there is none that still counts."""
    try:
        stored = json.loads(_file().read_bytes())
        if stored["version"] != __version__ or stored["state"] != _state(stored["roots"]):
            return None
        page = stored["pages"].get(stored["names"].get(code_or_name.lower()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return page if isinstance(page, str) else None


def store_pages(registry: Registry) -> None:
    """Keep the pages of all rules; a folder that cannot be written is no error."""
    from promptlint.atomic import write_atomically
    from promptlint.report.rule_page import rule_page

    roots = [str(root) for package in registry.packages for root in package.__path__]
    names = {name.lower(): rule.code for rule in registry for name in (rule.code, rule.name)}
    pages = {rule.code: rule_page(rule) for rule in registry}
    kept = {"version": __version__, "roots": roots, "state": _state(roots), "names": names, "pages": pages}
    with suppress(OSError):
        _file().parent.mkdir(parents=True, exist_ok=True)
        write_atomically(_file(), json.dumps(kept).encode())


def _file() -> Path:
    installation = crc32(repr((sys.prefix, sys.version, sys.path[1:])).encode("utf-8", "surrogatepass"))
    return cache_folder() / f"rules-{installation:08x}.pages"


def _state(roots: list[str]) -> list[str]:
    """What the pages depend on: any change to the rules, or to what is installed, changes it."""
    own = Path(__file__).parent.parent
    state = [_stamp(folder) for folder in sys.path[1:]] + [_stamp(str(own / name)) for name in _MADE_BY]
    for root in roots:
        state.append(_stamp(root))
        for folder in sorted(entry.path for entry in os.scandir(root) if entry.is_dir() and entry.name[0] not in "._"):
            state += [f"{folder} {name} {_stamp(f'{folder}/{name}')}" for name in _sources(folder)]
    return state


def _sources(folder: str) -> list[str]:
    return sorted(entry.name for entry in os.scandir(folder) if entry.name.endswith(".py"))


def _stamp(path: str) -> str:
    try:
        stat = os.stat(path)  # noqa: PTH116  many files at the start of a command
    except OSError:
        return "-"
    return f"{stat.st_size}:{stat.st_mtime_ns}"
