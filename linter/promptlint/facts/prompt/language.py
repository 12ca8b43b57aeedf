"""Telling the language of a prompt from its script and its function words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SCRIPTS = {
    "ja": re.compile(r"[\u3040-\u30ff\uff66-\uff9f]"),
    "ko": re.compile(r"[\uac00-\ud7af\u1100-\u11ff]"),
    "zh": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "ar": re.compile(r"[\u0600-\u06ff\u0750-\u077f]"),
    "he": re.compile(r"[\u0590-\u05ff]"),
    "hi": re.compile(r"[\u0900-\u097f]"),
    "th": re.compile(r"[\u0e00-\u0e7f]"),
    "el": re.compile(r"[\u0370-\u03ff]"),
}
LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
LATIN_LETTERS_A_SIGN = 2.5
JAPANESE_SHARE = 0.05
SAMPLE = 4000


def detect_language(text: str, function_words: Mapping[str, frozenset[str]]) -> str:
    """ISO 639-1 code, `und` where there are no letters to tell it by.

    A script counts by its signs; for Latin script two and a half letters weigh as much as one ideograph. Among
    languages in Latin script the one with most function words wins; English where none clearly does.
    """
    sample = text[:SAMPLE]
    latin = LATIN_WORD.findall(sample)
    signs = {code: len(pattern.findall(sample)) for code, pattern in SCRIPTS.items()}
    code, count = max(signs.items(), key=lambda item: item[1])
    if count and count >= sum(map(len, latin)) / LATIN_LETTERS_A_SIGN:
        return "ja" if code in {"zh", "ja"} and signs["ja"] > JAPANESE_SHARE * (count + signs["ja"]) else code
    if not latin:
        return "und"
    words = [word.lower() for word in latin]
    hits = {code: sum(word in known for word in words) for code, known in function_words.items()}
    best = max(hits, key=lambda code: (hits[code], code == "en"), default="en")
    english = hits.get("en", 0)
    foreign = best != "en" and hits[best] >= 2 and hits[best] > 1.5 * english and hits[best] >= 0.15 * len(words)
    return best if foreign else "en"
