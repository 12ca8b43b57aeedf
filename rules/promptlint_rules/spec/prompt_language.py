"""S011."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts import FileFacts
from promptlint.finding import Problem, Severity
from promptlint.rule import Example, file_rule
from promptlint.spec.model import Field, SpecFile
from promptlint_rules.spec._sources import FORMAT

_NAMES: Final = {
    "ar": "a language in Arabic script",
    "de": "German",
    "el": "Greek",
    "es": "Spanish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "a language in Devanagari script",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "a language in Cyrillic script",
    "th": "Thai",
    "tr": "Turkish",
    "vi": "Vietnamese",
    "zh": "Chinese",
}


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
        Example("id: s01\nprompt: '  🎬 !'\n"),
        Example('id: s01\nprompt: The neon sign reads "東京" as she walks past it.\n'),
    ),
)
def prompt_language(file: SpecFile, facts: FileFacts) -> Iterator[Problem]:
    """Reports, once for each file, prompts in another language than English.

    Languages in Latin script are told by their function words, and only where the rules about words run at all.

    ## Why it matters

    The rules about words (families P and C, and parts of others) read English. For other languages they would guess,
    so they keep silent, and silence does not mean that the prompt is fine. All other rules work as ever.

    ## What to do

    Nothing, if the model takes prompts in that language. To have the words checked, write the prompt in English.
    """
    found: list[tuple[Field[str], str]] = []
    for shot in file.shots:
        if shot.prompt is not None:
            language = facts.surroundings.prompts.language_of(shot.prompt.value)
            if language not in ("en", "und"):
                found.append((shot.prompt, language))
    if not found:
        return
    first, language = found[0]
    others = f"; the same goes for {len(found) - 1} further shots" if len(found) > 1 else ""
    yield Problem(
        first.location,
        f"This prompt is in {_NAMES.get(language, 'another language')}, so the rules about words skip it{others}.",
        "To have the words checked, write the prompt in English.",
    )
