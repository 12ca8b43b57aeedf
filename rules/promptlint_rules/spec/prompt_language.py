"""S011."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from promptlint.facts import FileFacts
from promptlint.finding import Problem, Severity
from promptlint.rule import Example, file_rule
from promptlint.spec.model import Field, SpecFile
from promptlint_rules.spec._sources import FORMAT

_SAMPLE: Final = 4000
_LATIN_LETTERS_A_SIGN: Final = 2.5
"""Letters of a Latin word for each ideograph or syllable that says as much."""
_DENSE: Final = frozenset({"Chinese", "Japanese", "Korean"})
_SCRIPTS: Final = {
    "CJK": "Chinese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
    "CYRILLIC": "Cyrillic",
    "ARABIC": "Arabic",
    "HEBREW": "Hebrew",
    "DEVANAGARI": "Devanagari",
    "THAI": "Thai",
    "GREEK": "Greek",
}
_BEYOND_LATIN: Final = re.compile(r"[\u0370-\uffff\U00010000-\U0003ffff]")


@file_rule(
    code="S011",
    name="prompt-language",
    severity=Severity.INFO,
    summary="The prompts are not in English, so the rules about words are skipped for them.",
    sources=(FORMAT,),
    bad=(
        Example(
            "id: s01\nprompt: 女性が窓の方を向く。カメラは固定。\n",
            marks=("女性が窓の方を向く。カメラは固定。",),
        ),
        Example(
            """
            shots:
              - id: s01
                prompt: She turns to the window.
              - id: s02
                prompt: Она поворачивается к окну.
            """,
            marks=("Она поворачивается к окну.",),
        ),
    ),
    good=(
        Example("id: s01\nprompt: She turns to the window of the Café Müller. 🎬\n"),
        Example('id: s01\nprompt: The neon sign reads "東京" as she walks past it.\n'),
    ),
)
def prompt_language(file: SpecFile, facts: FileFacts) -> Iterator[Problem]:
    """Reports, once for each file, prompts that are mostly in another script than Latin.

    ## Why it matters

    The rules about words (families P and C, and parts of others) read English. For other languages they would guess,
    so they keep silent, and silence does not mean that the prompt is fine. All other rules work as ever.

    ## What to do

    Nothing, if the model takes prompts in that language. To have the words checked, write the prompt in English.
    """
    found: list[tuple[Field[str], str]] = []
    for shot in file.shots:
        prompt = shot.prompt
        if prompt is not None and not prompt.value.isascii() and (script := foreign_script(prompt.value)):
            found.append((prompt, script))
    if not found:
        return
    first, script = found[0]
    others = f"; the same goes for {len(found) - 1} further shots" if len(found) > 1 else ""
    yield Problem(
        first.location,
        f"This prompt is in {script} script, so the rules about words skip it{others}.",
        "To have the words checked, write the prompt in English.",
    )


def foreign_script(text: str) -> str | None:
    """The script that most of a text is in; None where that is Latin or cannot be told."""
    sample = text[:_SAMPLE]
    if not _BEYOND_LATIN.search(sample):
        return None
    counts: dict[str, int] = {}
    latin = 0
    for char in sample:
        if not char.isalpha():
            continue
        if char < "\u0370":
            latin += 1
        elif (name := _SCRIPTS.get(unicodedata.name(char, "").partition(" ")[0])) is not None:
            counts[name] = counts.get(name, 0) + 1
    total = sum(counts.values())
    if not total:
        return None
    script = max(counts, key=lambda name: (counts[name], name))
    weight = _LATIN_LETTERS_A_SIGN if script in _DENSE else 1.0
    if total * weight < latin:
        return None
    return "Japanese" if counts.get("Japanese") and script == "Chinese" else script
