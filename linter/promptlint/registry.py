"""The rules and data that are installed: built-in and plugin packages come in by the same door.

A distribution registers a package under the entry-point group ``promptlint.rules``. Every module below it that holds a
``Rule`` is a rule; its folders ``models`` and ``lexicons``, where it has them, hold model profiles and word lists.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

from promptlint.rule import Rule

ENTRY_POINT_GROUP = "promptlint.rules"


class RegistryError(Exception):
    """A rule package cannot be used: two rules share a code or a name, or the package does not import."""


class Registry:
    """The installed rules by code, and the data folders of their packages."""

    def __init__(self, packages: list[ModuleType]) -> None:
        self.packages = packages
        self.rules: dict[str, Rule] = {}
        self._by_name: dict[str, Rule] = {}
        for package in packages:
            for rule in rules_of(package):
                self._add(rule)
        self.rules = dict(sorted(self.rules.items()))

    def _add(self, rule: Rule) -> None:
        other = self.rules.get(rule.code) or self._by_name.get(rule.name)
        if other is not None:
            raise RegistryError(
                f"two rules share a code or name: {rule.code} {rule.name} and {other.code} {other.name}"
            )
        self.rules[rule.code] = rule
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
        registry.rules = dict(sorted(registry.rules.items()))
        return registry

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules.values())

    def find(self, code_or_name: str) -> Rule | None:
        """The rule with this code (in any case) or name."""
        return self.rules.get(code_or_name.upper()) or self._by_name.get(code_or_name.lower())

    def nearest(self, code_or_name: str, limit: int = 3) -> list[str]:
        """Codes and names that look like this one."""
        known = [*self.rules, *self._by_name]
        return get_close_matches(code_or_name.lower(), known, limit, 0.6) or get_close_matches(
            code_or_name.upper(), known, limit, 0.6
        )

    def selects_anything(self, selector: str) -> bool:
        """Whether a selector means at least one installed rule."""
        return any(rule.answers_to(selector) for rule in self)

    def data_directories(self, kind: str) -> list[Path]:
        """Folders ``kind`` of the rule packages, the built-in one first."""
        folders = [Path(root) / kind for package in self.packages for root in package.__path__]
        return [folder for folder in folders if folder.is_dir()]


def rules_of(package: ModuleType) -> Iterator[Rule]:
    """Import every module below a package and yield the rules in them."""
    for root in package.__path__:
        for path in sorted(Path(root).glob("*/*.py")):
            if path.name.startswith("_"):
                continue
            module = importlib.import_module(f"{package.__name__}.{path.parent.name}.{path.stem}")
            for value in vars(module).values():
                if isinstance(value, Rule) and value.check.__module__ == module.__name__:
                    yield value


@cache
def installed() -> Registry:
    """The registry of everything that is installed.

    Raises:
        RegistryError: a rule package cannot be used.
    """
    packages = []
    for entry_point in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda e: (e.name != "builtin", e.name)):
        try:
            packages.append(importlib.import_module(entry_point.value))
        except ImportError as error:
            raise RegistryError(f"the rule package {entry_point.value!r} does not import: {error}") from error
    return Registry(packages)
