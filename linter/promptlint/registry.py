"""The rules and data that are installed: built-in and plugin packages come in by the same door.

A distribution registers a package under the entry-point group ``promptlint.rules``. Every module below it that holds a
``Rule`` is a rule; its folders ``models`` and ``lexicons``, where it has them, hold model profiles and word lists.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from threading import RLock
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from promptlint.rule import Rule

ENTRY_POINT_GROUP = "promptlint.rules"


class RegistryError(Exception):
    """A rule package cannot be used: two rules share a code or a name, or the package does not import."""


class Registry:
    """The installed rules by code, and the data folders of their packages; may be asked from several threads.

    A package that says which letters the codes in its folders have (``FAMILY_FOLDERS``) is imported as far as it is
    asked for, every other one as a whole.
    """

    def __init__(self, packages: list[ModuleType]) -> None:
        self.packages = packages
        self._lock = RLock()
        self._waiting = [folder for package in packages for folder in _folders_of(package)]
        self._rules: dict[str, Rule] = {}
        self._by_name: dict[str, Rule] = {}

    @property
    def rules(self) -> dict[str, Rule]:
        """All rules by code."""
        self._load(lambda letters: True)
        return self._rules

    def selected(self, selectors: Iterable[str]) -> list[Rule]:
        """The rules that selectors may mean, and perhaps others; what they cannot mean is not imported for it."""
        wanted = tuple(selectors)
        self._load(lambda letters: any(one.startswith(letters) or one[:1].islower() for one in wanted))
        return list(self._rules.values())

    def _load(self, is_wanted: Callable[[str], bool]) -> None:
        with self._lock:
            folders = [folder for folder in self._waiting if folder.letters is None or is_wanted(folder.letters)]
            if not folders:
                return
            for rule in [rule for folder in folders for rule in folder.rules()]:
                self._add(rule)
            self._rules = dict(sorted(self._rules.items()))
            self._waiting = [folder for folder in self._waiting if folder not in folders]

    def _add(self, rule: Rule) -> None:
        other = self._rules.get(rule.code) or self._by_name.get(rule.name)
        if other is not None:
            raise RegistryError(
                f"two rules share a code or name: {rule.code} {rule.name} and {other.code} {other.name}"
            )
        self._rules[rule.code] = rule
        self._by_name[rule.name] = rule

    def extended(self, rules: Iterable[Rule]) -> Registry:
        """These rules and further ones, over the same data.

        Raises:
            RegistryError: a code or name is taken.
        """
        registry = Registry([])
        registry.packages = self.packages
        for rule in (*self, *rules):
            registry._add(rule)
        registry._rules = dict(sorted(registry._rules.items()))
        return registry

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules.values())

    def find(self, code_or_name: str) -> Rule | None:
        """The rule with this code (in any case) or name."""
        rules = self.rules
        return rules.get(code_or_name.upper()) or self._by_name.get(code_or_name.lower())

    def nearest(self, code_or_name: str, limit: int = 3) -> list[str]:
        """Codes and names that look like this one."""
        known = [*self.rules, *self._by_name]
        return get_close_matches(code_or_name.lower(), known, limit, 0.6) or get_close_matches(
            code_or_name.upper(), known, limit, 0.6
        )

    def selects_anything(self, selector: str) -> bool:
        """Whether a selector means at least one installed rule."""
        met = tuple(self._rules.values())
        return any(rule.answers_to(selector) for rule in met) or any(rule.answers_to(selector) for rule in self)

    def data_directories(self, kind: str) -> list[Path]:
        """Folders ``kind`` of the rule packages, the built-in one first."""
        folders = [Path(root) / kind for package in self.packages for root in package.__path__]
        return [folder for folder in folders if folder.is_dir()]


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder of rule modules; ``letters`` begin every code in it, None where nothing is said of them."""

    package: str
    path: Path
    letters: str | None

    def rules(self) -> Iterator[Rule]:
        """Import every module in it and yield the rules in them.

        Raises:
            RegistryError: a module does not import.
        """
        from promptlint.rule import Rule

        for path in sorted(self.path.glob("*.py")):
            if path.name.startswith("_"):
                continue
            module = _imported(f"{self.package}.{self.path.name}.{path.stem}")
            for value in vars(module).values():
                if isinstance(value, Rule) and value.check.__module__ == module.__name__:
                    yield value


def _folders_of(package: ModuleType) -> Iterator[_Folder]:
    letters: Mapping[str, str] = getattr(package, "FAMILY_FOLDERS", {})
    for root in package.__path__:
        for path in sorted(Path(root).iterdir()):
            if path.is_dir() and path.name != "__pycache__":
                yield _Folder(package.__name__, path, letters.get(path.name))


def rules_of(package: ModuleType) -> Iterator[Rule]:
    """Import every module below a package and yield the rules in them.

    Raises:
        RegistryError: a module does not import.
    """
    for folder in _folders_of(package):
        yield from folder.rules()


@cache
def installed() -> Registry:
    """The registry of everything that is installed.

    Raises:
        RegistryError: a rule package cannot be used.
    """
    found = sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda e: (e.name != "builtin", e.name))
    return Registry([_imported(entry_point.value) for entry_point in found])


def _imported(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except Exception as error:
        raise RegistryError(f"the rule package {name!r} does not import: {error}") from error
