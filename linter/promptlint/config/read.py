"""Reads one configuration file into a checked table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from promptlint.config.errors import ConfigError
from promptlint.config.find import PYPROJECT
from promptlint.config.schema import conforms, violations

MAX_BYTES: Final = 1024 * 1024
_KEY: Final = r"""(?:"[^"]*"|'[^']*'|[\w-]+)"""
_TOOL_PREFIX: Final = re.compile(r"(?<=\[)\s*tool\s*\.\s*[\"']?promptlint[\"']?\s*\.?")
_ASSIGNMENT: Final = re.compile(rf"\s*({_KEY}(?:\s*\.\s*{_KEY})*)\s*=")


@dataclass(frozen=True)
class ConfigFile:
    """One configuration file.

    Attributes:
        path: absolute.
        shown: the path as messages show it.
        text: its whole text.
        table: its settings, which follow the schema.
    """

    path: Path
    shown: str
    text: str
    table: dict[str, Any]

    def error(self, message: str, *keys: str | int) -> ConfigError:
        """An error about the value below the keys."""
        return ConfigError(self.shown, message, line_of(self._own_part, keys) if keys else None)

    def line(self, *keys: str | int) -> int | None:
        """The line of a key, from 1, where it can be told."""
        return line_of(self._own_part, keys)

    @cached_property
    def _own_part(self) -> str:
        """The text with other tools' tables of a ``pyproject.toml`` blanked out and ours moved to the top level."""
        if self.path.name != PYPROJECT:
            return self.text
        lines, ours = [], False
        for line in self.text.split("\n"):
            if line.lstrip().startswith("["):
                header = re.sub(r"[\s\"']", "", line.split("#", 1)[0])
                ours = bool(re.match(r"\[+tool\.promptlint[\].]", header))
            lines.append(_TOOL_PREFIX.sub("", line) if ours else "")
        return "\n".join(lines)


def read_config(path: Path, shown: str) -> ConfigFile:
    """Read and check a configuration file.

    Raises:
        ConfigError: it cannot be read, is not TOML, or breaks the schema.
    """
    import tomllib

    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(shown, f"The configuration cannot be read: {error.strerror or error}.") from None
    if len(data) > MAX_BYTES:
        raise ConfigError(shown, "The configuration is larger than 1 MB and was not read.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(shown, "The configuration is not UTF-8 text, as TOML must be.", line) from None
    try:
        table: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", str(error))
        reason = str(error)[: where.start()] if where else str(error)
        at = int(where[1]) if where and where[1] else None
        raise ConfigError(shown, f"The configuration is not valid TOML: {reason}.", at) from None
    except RecursionError:
        raise ConfigError(shown, "The configuration is nested too deeply.") from None
    if path.name == PYPROJECT:
        tools = table.get("tool", {})
        table = tools.get("promptlint", {}) if isinstance(tools, dict) else {}
    file = ConfigFile(path, shown, text, table if isinstance(table, dict) else {})
    if not conforms(table):
        first = next(violations(table), None)
        if first is not None:
            raise file.error(first.message, *first.path)
    return file


def line_of(text: str, keys: tuple[str | int, ...]) -> int | None:
    """The line, from 1, of a key in TOML text: of the deepest of the keys that is found.

    Knows ``key = ...`` below its table's header, and the header itself, also of the tables of a list; anything else
    gives the line of the parent.
    """
    found: int | None = None
    inside: list[str | int] = []
    numbers: dict[tuple[str | int, ...], int] = {}
    depth = 0
    for number, line in enumerate(text.split("\n"), 1):
        header = re.match(r"\s*(\[+)([^\]]*)\]+", line)
        if header:
            inside = _numbered(_split_key(header[2]), numbers, begins=len(header[1]) > 1)
            here = inside
        else:
            assignment = _ASSIGNMENT.match(line)
            if not assignment:
                continue
            here = [*inside, *_split_key(assignment[1])]
        common = here[: len(keys)]
        if common and tuple(common) == keys[: len(common)] and len(common) > depth:
            found, depth = number, len(common)
    return found


def _numbered(names: list[str], numbers: dict[tuple[str | int, ...], int], *, begins: bool) -> list[str | int]:
    """The keys of a header with the number of each table in its list; ``begins`` says that it adds a table to one."""
    keys: list[str | int] = []
    for count, name in enumerate(names, 1):
        keys.append(name)
        if begins and count == len(names):
            numbers[tuple(keys)] = numbers.get(tuple(keys), -1) + 1
        if tuple(keys) in numbers:
            keys.append(numbers[tuple(keys)])
    return keys


def _split_key(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in re.findall(r"""\s*("[^"]*"|'[^']*'|[^.]+)""", dotted)]
