"""The cited sources, and citations as short text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from promptlint.profiles.facts import Claim, Fact


@dataclass(frozen=True, slots=True)
class Source:
    """A cited source.

    Attributes:
        key: what facts name it by.
        title: what it is called.
        kind: ``sdk``, ``api-spec``, ``vendor-doc`` ...
        authority: ``vendor``, ``vendor-copy``, ``reseller``, ``third-party``, ``seed``.
        locator: where in it to look.
        as_of: its date (ISO 8601).
        as_of_kind: ``publish``, ``build``, ``commit`` or ``document``; ``read`` for the day of reading.
        note: what else is worth knowing.
    """

    key: str
    title: str
    kind: str = ""
    authority: str = ""
    locator: str = ""
    as_of: str | None = None
    as_of_kind: str | None = None
    note: str | None = None


def source_of(key: str, record: Mapping[str, Any]) -> Source:
    """Read a source from its data."""
    return Source(
        key,
        record["title"],
        record.get("kind", ""),
        record.get("authority", ""),
        record.get("locator", ""),
        record.get("as_of"),
        record.get("as_of_kind"),
        record.get("note"),
    )


def cite(fact: Fact[Any] | Claim[Any], sources: Mapping[str, Source], limit: int = 3) -> str:
    """The titles of at most ``limit`` sources with the newest date; empty where there is none."""
    titles = [sources[key].title if key in sources else key for key in fact.sources]
    if not titles:
        return ""
    shown = "; ".join(titles[:limit]) + (f" and {len(titles) - limit} more" if len(titles) > limit else "")
    return f"{shown}, {fact.as_of}" if fact.as_of else shown
