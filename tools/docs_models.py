"""Write one Markdown page for each model provider into ``docs/models/``, and an index.

Usage: ``python tools/docs_models.py [--check] [--output DIR]``. With ``--check`` nothing is written; the exit code is 1
where a page differs from the profiles.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from promptlint.profiles import Profile, Profiles
from promptlint.profiles.summary import (
    coherence_text,
    duration_text,
    lines_of,
    negative_text,
    prompt_text,
    status_text,
)

ROOT: Final = Path(__file__).resolve().parent.parent
MODELS: Final = ROOT / "rules" / "promptlint_rules" / "models"
OUTPUT: Final = ROOT / "docs" / "models"
HEADINGS: Final = ("Model", "Status", "Durations", "Coherence window", "Prompt", "Negative prompt")


def pages(profiles: Profiles) -> dict[str, str]:
    """The text of every page by file name."""
    grouped = {provider: list(group) for provider, group in groupby(profiles, key=lambda profile: profile.provider)}
    found = {f"{provider}.md": _provider_page(profiles, group) for provider, group in grouped.items()}
    found["index.md"] = _index(profiles, grouped)
    return found


def _index(profiles: Profiles, grouped: dict[str, list[Profile]]) -> str:
    lines = [
        "# Models",
        "",
        f"Profiles of {len(profiles)} models. Each figure names its sources and their date; where sources disagree,",
        "a value that any of them allows is no error. A project can change figures or add models in its",
        "configuration.",
        "",
    ]
    for provider, group in grouped.items():
        lines += [f"## [{_provider_name(group)}]({provider}.md)", "", *_table(_rows(group, f"{provider}.md")), ""]
    return "\n".join(lines)


def _provider_name(group: list[Profile]) -> str:
    vendors = [profile.vendor for profile in group]
    return max(dict.fromkeys(vendors), key=vendors.count)


def _rows(group: Iterable[Profile], page: str) -> list[tuple[str, ...]]:
    return [
        (
            f"[{profile.name}]({page}#{_anchor(profile)})",
            status_text(profile),
            duration_text(profile),
            coherence_text(profile),
            prompt_text(profile),
            negative_text(profile),
        )
        for profile in group
    ]


def _table(rows: Sequence[tuple[str, ...]], headings: tuple[str, ...] = HEADINGS) -> list[str]:
    return [_row(headings), _row("---" for _ in headings), *(_row(row) for row in rows)]


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("<", "&lt;") for cell in cells) + " |"


def _anchor(profile: Profile) -> str:
    return profile.id.replace(".", "-")


def _provider_page(profiles: Profiles, group: list[Profile]) -> str:
    lines = [f"# {_provider_name(group)}", ""]
    for profile in group:
        lines += _model(profile)
    lines += ["## Sources", "", *_sources(profiles, group), ""]
    return "\n".join(lines)


def _model(profile: Profile) -> list[str]:
    names = sorted({alias.id for alias in profile.aliases})
    lines = [f"## {profile.name} {{#{_anchor(profile)}}}", "", f"Id `{profile.id}`, made by {profile.vendor}."]
    if names:
        lines += ["", "Names: " + ", ".join(f"`{name}`" for name in names) + "."]
    if profile.replacement:
        basis = "named by the vendor" if profile.replacement.basis == "vendor" else "our choice"
        lines += ["", f"Use instead: `{profile.replacement.id}` ({basis})."]
    facts = [
        (line.label, line.text + (f" ({line.note})" if line.note else ""), ", ".join(line.sources), line.as_of or "")
        for line in lines_of(profile)
    ]
    lines += ["", *_table(facts, ("Figure", "Value", "Sources", "As of")), ""]
    if profile.advice:
        advice = [(one.detail, ", ".join(one.claim.sources), one.claim.as_of or "") for one in profile.advice]
        lines += [*_table(advice, ("Advice", "Sources", "As of")), ""]
    for dispute in profile.disputes:
        claims = "; ".join(f"{claim.value} ({', '.join(claim.sources)})" for claim in dispute.claims)
        note = f" {dispute.note}." if dispute.note else ""
        lines += [f"Sources disagree about {dispute.about.replace('_', ' ')}: {claims}.{note}".replace("<", "&lt;"), ""]
    return lines


def _sources(profiles: Profiles, group: list[Profile]) -> list[str]:
    used = {key for profile in group for key in _keys(profile.record)}
    rows = []
    for key in sorted(used & set(profiles.sources)):
        source = profiles.sources[key]
        date = f"{source.as_of}{' (read)' if source.as_of_kind == 'read' else ''}" if source.as_of else ""
        rows.append((f"`{key}`", source.title, source.authority, source.locator, date))
    return _table(rows, ("Key", "Source", "Authority", "Where", "As of"))


def _keys(value: object) -> set[str]:
    if isinstance(value, dict):
        own = set(value["source"]) if isinstance(value.get("source"), list) else set()
        return own.union(*(_keys(part) for part in value.values()))
    return set().union(*(_keys(part) for part in value)) if isinstance(value, list) else set()


def main(arguments: list[str] | None = None) -> int:
    """Write or check the pages and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a page is out of date")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="directory of the pages")
    options = parser.parse_args(arguments)
    wanted = pages(Profiles.load([MODELS]))
    output: Path = options.output
    if options.check:
        old = {path.name: path.read_text(encoding="utf-8") for path in output.glob("*.md")}
        stale = sorted(name for name in {*wanted, *old} if wanted.get(name) != old.get(name))
        for name in stale:
            print(f"{output / name} is out of date; run python tools/docs_models.py", file=sys.stderr)
        return 1 if stale else 0
    output.mkdir(parents=True, exist_ok=True)
    for path in output.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (output / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
