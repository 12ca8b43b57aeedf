"""Selectors: checked against the installed rules and brought to one form (codes, prefixes, family letters)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from promptlint.families import FAMILIES, family_selector
from promptlint.finding import Severity
from promptlint.registry import Registry


class UnknownSelectorError(ValueError):
    """A selector means no rule; the message names the nearest that do."""


def canonical(selector: str, registry: Registry) -> str:
    """The code for a code or name, the letter for a family, ``all``, or a prefix of codes, in any case.

    Raises:
        UnknownSelectorError: it means nothing.
    """
    family = family_selector(selector)
    if family is not None:
        return family
    rule = registry.find(selector)
    if rule is not None:
        return rule.code
    for form in (selector, selector.upper(), selector.lower()):
        if registry.selects_anything(form):
            return form
    raise UnknownSelectorError(_unknown(selector, registry))


def canonical_all(selectors: Iterable[str], registry: Registry) -> tuple[str, ...]:
    """The canonical form of every selector, each once.

    Raises:
        UnknownSelectorError: one of them means nothing.
    """
    return tuple(dict.fromkeys(canonical(selector, registry) for selector in selectors))


def by_code(levels: Mapping[str, Severity], registry: Registry) -> dict[str, Severity]:
    """Severities by the code of each rule that a selector means; longer selectors win over shorter ones.

    Raises:
        UnknownSelectorError: a selector means nothing.
    """
    severities: dict[str, Severity] = {}
    forms = [(canonical(selector, registry), level) for selector, level in levels.items()]
    for form, level in sorted(forms, key=lambda pair: 0 if pair[0] == "all" else len(pair[0])):
        severities |= {rule.code: level for rule in registry if rule.answers_to(form)}
    return severities


def unknown_rule(name: str, registry: Registry) -> str:
    """What to say when a code or name means no rule."""
    hint = _nearest(name, registry)
    return f"No rule is called `{name}`.{hint} `promptlint rules` lists them."


def _nearest(selector: str, registry: Registry) -> str:
    families = [*FAMILIES.values(), "all"]
    near = (
        registry.nearest(selector)
        or get_close_matches(selector.lower(), families, 2, 0.6)
        or _codes_of_same_family(selector.upper(), registry)
    )
    named = [f"{rule.code} ({rule.name})" if (rule := registry.find(name)) else name for name in near]
    return f" Did you mean {' or '.join(named)}?" if named else ""


def _codes_of_same_family(selector: str, registry: Registry) -> list[str]:
    letters = selector.rstrip("0123456789")
    codes = [rule.code for rule in registry if rule.code.rstrip("0123456789") == letters]
    return get_close_matches(selector, codes, 3, 0.0) if letters != selector else []


def _unknown(selector: str, registry: Registry) -> str:
    return (
        f"No rule answers to `{selector}`.{_nearest(selector, registry)} Expected a code, a name, a family "
        f"({', '.join(FAMILIES)}) or all; `promptlint rules` lists them."
    )
