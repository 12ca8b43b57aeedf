"""The list of rules, for ``promptlint rules``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from promptlint.rule import Rule
    from promptlint.settings import Settings


def rules_text(rules: Sequence[Rule], settings: Settings) -> str:
    """A line a rule; one that does not run is in brackets."""
    widest = max((len(rule.name) for rule in rules), default=0)
    lines = []
    for rule in rules:
        severity = settings.severity.get(rule.code, rule.severity).label
        code = rule.code if settings.enables(rule) else f"({rule.code})"
        lines.append(f"{code:<7} {rule.name:<{widest}}  {severity:<7}  {rule.summary}\n")
    running = sum(settings.enables(rule) for rule in rules)
    lines.append(f"{running} of {len(rules)} rules run here.\n")
    return "".join(lines)


def rules_json(rules: Sequence[Rule], settings: Settings) -> str:
    """``{"version": 1, "rules": [...]}``."""
    listed = [
        {
            "code": rule.code,
            "name": rule.name,
            "family": rule.family,
            "summary": rule.summary,
            "severity": settings.severity.get(rule.code, rule.severity).label,
            "confidence": rule.confidence.label,
            "preview": rule.preview,
            "enabled": settings.enables(rule),
            "url": rule.url or None,
        }
        for rule in rules
    ]
    return json.dumps({"version": 1, "rules": listed}, indent=2) + "\n"
