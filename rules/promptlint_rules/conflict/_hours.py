"""Night and day in a text, where it means the hour of what is seen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from promptlint.facts.prompt import PromptFacts

_NIGHT: Final = re.compile(
    r"\b(?:(?:late )?at (?:mid)?night|(?:in the )?dead of night)\b"
    r"|\b(?:night(?:-?time)?|midnight|nocturnal)\b"
    r"|\b(?:moonlit|moonlight|moonless|starlit|starlight|starry (?:midnight |night )?sky|under the (?:stars"
    r"|moon)|stars overhead"
    r"|moon (?:above|overhead))\b",
    re.IGNORECASE,
)
_DAY: Final = re.compile(
    r"\b(?:broad daylight|daylight|daytime|day-time|midday|mid-day|(?:high )?noon|sunlit|sunshine|sun-?drenched"
    r"|sunny(?: day| morning| afternoon)?|blue sk(?:y|ies)|by day|during the day"
    r"|(?:bright|clear|cloudless|hot|fine|sun-filled|glorious)(?: \w+)? (?:day|morning|afternoon)"
    r"|(?:morning|afternoon|midday|bright|blazing|noon|high|summer) (?:sun|sunlight|sunshine)|(?:bright|full"
    r"|strong) sunlight)\b",
    re.IGNORECASE,
)
_NO_HOUR: Final = re.compile(
    r"[ -](?:club|gown|dress|stand|market|life|vision|mare|bird|owl|shift|blue|black|shade|sky blue"
    r"|light-?s? off|lamp|cap|shirt"
    r"|smile|face|disposition|mood|side|sonata)\b"
    r"|\s+(?:is |has |slowly |softly )?(?:fall|com|descend|approach|settl|break|deepen|turn|giv|fad|pass|arriv"
    r"|dawn|end)(?:s|es|ing|en|ed)?\b",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    r"\b(?:last|good|every|each|one|some|tomorrow|yesterday|day and|day or|all|previous|next|knight)\s+$|\blong ago\b",
    re.IGNORECASE,
)
_LONG_AGO: Final = re.compile(r"\b(?:long ago|once|years ago|last night)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hour:
    """Words that mean night or day."""

    text: str
    start: int
    end: int
    value: Literal["night", "day"]


def hour_of(said: PromptFacts, text: str) -> Hour | None:
    """Whether a text is set at night or by day; None where it says neither, or both."""
    if said.language != "en" or _LONG_AGO.search(text):
        return None
    spoken = [(line.start, line.end) for line in said.dialogue]
    found: list[Hour] = []
    patterns: tuple[tuple[Literal["night", "day"], re.Pattern[str]], ...] = (("night", _NIGHT), ("day", _DAY))
    for value, pattern in patterns:
        for match in pattern.finditer(text, 0, said.analysed):
            hidden = any(start <= match.start() < end for start, end in spoken)
            if not hidden and not _NO_HOUR.match(text, match.end()) and not _NAMED.search(text[: match.start()]):
                found.append(Hour(match[0], match.start(), match.end(), value))
    return found[0] if len({hour.value for hour in found}) == 1 else None
