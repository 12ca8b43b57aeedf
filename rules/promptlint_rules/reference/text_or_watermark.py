"""R408."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts import PictureFacts
from promptlint.facts.reference.model import HeaderFacts, TextBox
from promptlint.facts.reference.stated import text_box
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Need, reference_rule
from promptlint.spec.pictures import Picture
from promptlint_rules.articles import DRIFT, HOW_IT_WORKS
from promptlint_rules.reference._examples import BIBLE, accepted, reported
from promptlint_rules.reference._words import name_of, other_mentions

_SHOWN: Final = 3
_LONGEST: Final = 30
_MARGIN: Final = 0.15


@reference_rule(
    code="R408",
    name="text-or-watermark",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.REFERENCE_HEADER, Need.REFERENCE_TEXT}),
    summary="A reference shows letters: a watermark, a caption or a sign.",
    sources=(DRIFT, HOW_IT_WORKS),
    bad=(
        reported(text=(text_box("(c) studio nord"),)),
        reported(BIBLE, text=(text_box("PREVIEW"), text_box("do not copy"))),
    ),
    good=(accepted(), accepted(BIBLE, text=())),
)
def text_or_watermark(picture: Picture, facts: PictureFacts) -> Iterator[Problem]:
    """Reports letters that can be read in a picture, with the region. Logos without letters are not found.

    ## Why it matters

    A video model redraws letters in every frame: they crawl and turn into signs that no one can read, and a watermark
    swims through the whole clip. Some providers refuse pictures with a watermark.

    ## What to do

    Take the picture without the mark, or paint it out before the generation. Add lettering that must be read in the
    edit.
    """
    header, found = facts.reference.header, facts.reference.text
    if header is None or not found:
        return
    told = ", ".join(f'"{_short(box.text)}"' for box in found[:_SHOWN])
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    kind = "a mark or caption near the edge" if all(_at_edge(box, header) for box in found) else "letters"
    yield Problem(
        picture.location,
        f"{name_of(picture)} has {kind}: {told}{more}. Letters are redrawn in every frame: they crawl, and "
        "become signs that no one can read.",
        "Use the picture without it, and add lettering in the edit.",
        (
            *(Evidence(f'"{_short(box.text)}"', picture=picture.text, box=box.box) for box in found[:_SHOWN]),
            *other_mentions(picture),
        ),
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def _at_edge(found: TextBox, header: HeaderFacts) -> bool:
    """Whether it lies in the outer part of the picture, at the top or the bottom."""
    middle = found.box.y + found.box.height / 2
    return middle < _MARGIN * header.height or middle > (1 - _MARGIN) * header.height
