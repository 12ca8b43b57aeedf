"""One page per rule, and the index of all rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from docsite import lint
from docsite.markdown import code, linked, one_line, table
from promptlint.facts.reference.stated import told
from promptlint.families import FAMILIES
from promptlint.registry import Registry
from promptlint.rule import Example, Rule, Scope

FAMILY_TITLES: Final = {
    "S": "Spec: the file itself",
    "A": "Model limits: what the provider refuses",
    "P": "Prompt: what the text asks for",
    "C": "Conflict: prompt against reference",
    "D": "Duration: how long the subject holds",
    "R": "Reference: the picture itself",
    "M": "Motion: how much moves",
    "K": "Continuity: over all shots",
}
_LOOKS_AT: Final = {
    Scope.FILE: "one file",
    Scope.SHOT: "one shot",
    Scope.REFERENCE: "one picture or clip",
    Scope.SEQUENCE: "all shots of the project",
    Scope.RUN: "the run",
}
_NAME: Final = re.compile(r"`([a-z0-9-]+)`")
_LANGUAGES: Final = {".json": "json", ".jsonl": "json", ".toml": "toml"}


def pages(registry: Registry) -> dict[str, str]:
    """The pages by file name."""
    return {"index.md": index(registry), **{f"{rule.name}.md": page(rule, registry) for rule in registry}}


def index(registry: Registry) -> str:
    """The list of all rules by family."""
    parts = [
        "# Rules",
        "Every rule has a code and a name; both are accepted wherever a rule is named. Codes are never reused. "
        "`promptlint rules` prints this list, `promptlint rule D301` one page of it.",
    ]
    for letter, family in FAMILIES.items():
        rules = [rule for rule in registry if rule.family == family]
        if rules:
            parts.append(f"## {FAMILY_TITLES[letter]} {{#{family}}}")
            rows = [
                (rule.code, f"[{rule.name}]({rule.name}.md)", _severity(rule), one_line(rule.summary)) for rule in rules
            ]
            parts.append(table(("Code", "Name", "Severity", "What it finds"), rows))
    return "\n\n".join(part.strip() for part in parts) + "\n"


def page(rule: Rule, registry: Registry) -> str:
    """The page of one rule."""
    return "\n\n".join(part.strip() for part in _parts(rule, registry)) + "\n"


def _parts(rule: Rule, registry: Registry) -> Iterator[str]:
    yield f"# {rule.code} {rule.name}"
    yield one_line(rule.summary)
    yield table(
        ("Family", "Severity", "Confidence", "Looks at"),
        [
            (
                f"[{rule.family}](index.md#{rule.family})",
                _severity(rule),
                rule.confidence.label,
                _LOOKS_AT[rule.scope],
            )
        ],
    )
    if rule.drift:
        yield "With `usage: b-roll` or `usage: background` the severity is one step milder."
    if rule.preview:
        yield "This rule is in preview: it runs only when it is selected by its code or name."
    yield _with_links(rule.documentation, {other.name for other in registry} - {rule.name})
    if rule.bad:
        yield "## What it reports"
        for example in rule.bad:
            yield from _example(rule, example, reported=True)
    if rule.good:
        yield "## What it accepts"
        for example in rule.good:
            yield from _example(rule, example, reported=False)
    yield "## How to switch it off"
    yield "For one place, with the reason in the file:"
    yield code(f"# promptlint: disable-next-line={rule.code} -- why this is fine here", "yaml")
    yield "For the project, in `promptlint.toml`:"
    yield code(f'ignore = ["{rule.name}"]', "toml")
    yield "More ways are in [Configuration](../configuration.md#suppressing-findings)."
    yield "## Where it comes from"
    yield "\n".join(f"- {linked(source)}" for source in rule.sources)


def _with_links(documentation: str, names: set[str]) -> str:
    """The text with links where it names another rule, outside of code blocks."""
    blocks = documentation.split("```")
    for index in range(0, len(blocks), 2):
        blocks[index] = _NAME.sub(
            lambda match: f"[{match[0]}]({match[1]}.md)" if match[1] in names else match[0], blocks[index]
        )
    return "```".join(blocks)


def _example(rule: Rule, example: Example, *, reported: bool) -> Iterator[str]:
    if example.title:
        yield f"{example.title.rstrip('.:')}:"
    for name, text in (("promptlint.toml", example.config), *example.files):
        if text and PurePosixPath(name).suffix in (".yaml", ".yml", ".json", ".jsonl", ".toml"):
            yield f"With `{name}`:"
            yield code(text, _language(name))
    yield code(_printable(example.spec), _language(example.name))
    if example.pictures:
        yield "\n".join(f"- `{path}`: {told(facts)}" for path, facts in example.pictures)
    if reported and (output := lint.report(rule, example)).strip():
        yield code(output, "text")
    if example.fixed:
        yield "Fixed:"
        yield code("\n".join(example.fixed), _language(example.name))


def _printable(spec: str) -> str:
    """The text as it can be shown on a page; a hostile or very long one is cut."""
    lines = spec.splitlines()
    shown = [line if len(line) <= 160 else f"{line[:150]} ... ({len(line)} characters)" for line in lines[:40]]
    if len(lines) > len(shown):
        shown.append(f"... ({len(lines)} lines)")
    return "\n".join(
        "".join(char if char.isprintable() or char == "\t" else "\N{REPLACEMENT CHARACTER}" for char in line)
        for line in shown
    )


def _language(name: str) -> str:
    return _LANGUAGES.get(PurePosixPath(name).suffix, "yaml")


def _severity(rule: Rule) -> str:
    return rule.severity.label
