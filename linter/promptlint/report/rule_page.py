"""The page of a rule in Markdown, for ``promptlint rule``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptlint.facts.reference.stated import told
from promptlint.finding import Severity

if TYPE_CHECKING:
    from promptlint.rule import Example, Rule


def rule_page(rule: Rule) -> str:
    """Everything that is known of a rule."""
    article = "an" if rule.severity in (Severity.ERROR, Severity.INFO) else "a"
    parts = [
        f"# {rule.name} ({rule.code})",
        rule.summary,
        f"Reports {article} {rule.severity.label}, {rule.confidence.label}, family {rule.family}.{_notes(rule)}",
        rule.documentation,
    ]
    if rule.bad:
        parts += ["## Reported", *map(_example, rule.bad)]
    if rule.good:
        parts += ["## Not reported", *map(_example, rule.good)]
    if rule.sources:
        parts += ["## Sources", "\n".join(f"- {source}" for source in rule.sources)]
    if rule.url:
        parts.append(f"<{rule.url}>")
    return "\n\n".join(part for part in parts if part) + "\n"


def _notes(rule: Rule) -> str:
    notes = ""
    if rule.drift:
        notes += " `usage: b-roll` or `background` lowers it by one step."
    if rule.preview:
        notes += " In preview: runs only where it is selected by its code or name."
    return notes


def _example(example: Example) -> str:
    parts = [example.title]
    if example.config:
        parts += ["With this configuration:", f"```toml\n{example.config.strip()}\n```"]
    parts += [
        f"```yaml\n{example.spec.rstrip()}\n```",
        "\n".join(f"- `{path}`: {told(facts)}" for path, facts in example.pictures),
    ]
    if example.fixed:
        parts += ["Fixed:", "```yaml\n{}\n```".format("\n".join(example.fixed))]
    return "\n\n".join(part for part in parts if part)
