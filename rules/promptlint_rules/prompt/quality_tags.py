"""P118."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Fix, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import HOW_IT_WORKS, VENDORS
from promptlint_rules.prompt._reading import edit, is_negated, quote, read, removal, runs

PRAISE: Final = frozenset(
    {
        "stunning",
        "breathtaking",
        "crystal clear",
        "sharp focus",
        "crisp focus",
        "high quality",
        "high definition",
        "intricate details",
    }
)
"""Tags that are ordinary words within a sentence."""
_THING: Final = re.compile(
    r"\s+(?:tvs?|televisions?|screens?|monitors?|displays?|cameras?|projectors?)\b", re.IGNORECASE
)
_WHOLE: Final = re.compile(r"[\s,;|.!]*")


@shot_rule(
    code="P118",
    name="quality-tags",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    summary="Quality tags of image generators do nothing for a clip.",
    sources=(HOW_IT_WORKS, VENDORS),
    bad=(
        Example(
            "id: s01\nprompt: The woman turns to the window, 8k, masterpiece, best quality.\n",
            marks=("8k, masterpiece, best quality",),
            fixed=("prompt: The woman turns to the window.",),
        ),
        Example(
            "id: s02\nprompt: Masterpiece, 4K. Steam rises from the mug.\n",
            marks=("Masterpiece, 4K",),
            fixed=("prompt: Steam rises from the mug.",),
        ),
    ),
    good=(
        Example("id: s01\nprompt: The woman turns to the window. Slow dolly-in.\n"),
        Example("id: s02\nprompt: A boat drifts through a stunning bay.\n", title="An ordinary word"),
    ),
)
def quality_tags(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports tags such as "8k", "masterpiece" and "highly detailed". Words that are ordinary English as well
    ("stunning", "sharp focus") are reported where they stand alone between commas.

    The fix deletes tags that stand between commas, and their punctuation. It is safe: they name nothing that could be
    seen.

    ## Why it matters

    The size of the clip is set by `resolution`, and its quality by the model and the picture. The tags take weight
    from the words that say what moves, and pull faces towards the smooth look of advertising.

    ## What to do

    Delete them.
    """
    reading = read(shot, facts)
    if reading is None:
        return
    text = reading.text
    tags = [
        tag
        for tag in reading.said.quality_tags
        if not is_negated(tag, reading)
        and not _THING.match(reading.after(tag))
        and (tag.text.lower().replace("-", " ") not in PRAISE or removal(text, tag.start, tag.end) is not None)
    ]
    for start, end in runs(tags, text):
        words = " ".join(text[start:end].split())
        cut = removal(text, start, end)
        if cut is not None and _WHOLE.fullmatch(text[: cut[0]] + text[cut[1] :]):
            cut = None
        edits = edit(shot, reading.field, *cut, "") if cut else ()
        listed = quote((tag.text for tag in tags if start <= tag.start < end), 4)
        yield Problem(
            reading.part(start, end),
            f"{listed} {'do' if ' and ' in listed else 'does'} nothing for a clip: "
            "size and quality come from the settings and the picture.",
            "Delete it, and set the size by `resolution`." if re.search(r"\d", words) else "Delete it.",
            fix=Fix(f"delete `{words}`", edits) if edits else None,
        )
