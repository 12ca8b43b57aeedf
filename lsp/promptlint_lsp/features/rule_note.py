"""What a rule, or a group of rules, in a directive is about."""

from __future__ import annotations

from typing import Final

from promptlint.registry import Registry
from promptlint_lsp.features.note import Block, Link, Prose, Rows, Title

_MOST: Final = 20


def rule_note(registry: Registry, selector: str) -> list[Block]:
    """The documentation of the rule with a code or name, or the rules that a selector means."""
    rule = registry.find(selector)
    if rule is not None:
        family = f"{rule.severity.label}, {rule.confidence.label}, family {rule.family}"
        note: list[Block] = [Title(f"{rule.code} {rule.name}", family), Prose(rule.summary), Prose(rule.documentation)]
        if rule.sources:
            note.append(Rows(tuple(("source", source) for source in rule.sources)))
        return [*note, Link("The rule's page, with examples", rule.url)] if rule.url.startswith("http") else note
    meant = [rule for rule in registry if rule.answers_to(selector)]
    if not meant:
        near = registry.nearest(selector)
        return [Title(selector, "no rule is called so"), *([Rows((("near", ", ".join(near)),))] if near else [])]
    rows = tuple((rule.code, f"{rule.name}: {rule.summary}") for rule in meant[:_MOST])
    more = [Prose(f"And {len(meant) - _MOST} more.")] if len(meant) > _MOST else []
    return [Title(selector, f"{len(meant)} rules" if len(meant) > 1 else "one rule"), Rows(rows), *more]
