"""Which words of a prompt are about what its start frame shows.

A prompt tells what happens, so much of it is not there yet: who comes in, what changes its colour, what somebody
dreams of. Wherever a sentence leaves that open its words are no claim.
"""

from __future__ import annotations

import re
from typing import Final

from promptlint_rules.prompt._reading import Reading, Spanned, is_negated

_SENTENCE: Final = re.compile(r"[^.!?;\n]+(?:[.!?;\n]+|$)")
_UNREAL: Final = re.compile(
    r"\b(?:jok|dream|imagin|remember|recall|remind|wish|promis|pretend|describ|recit|whisper|shout|mention)(?:s"
    r"|es|ed|ing)?\b"
    r"|\b(?:think|talk|sing|tell|say|read|speak|hear|know|stor|tale|song|legend"
    r"|memor)(?!ers?\b)\w*\s+(?:\w+\s+){0,3}?(?:of|about)\b"
    r"|\bas (?:if|though)\b|\b(?:instead of|rather than|unlike|similar to|reminiscent of|compared? (?:to|with))\b"
    r"|\b(?:looks?|looking|searches|searching|waits?|waiting|hop(?:es|ing)|longs?|asks?) for\b"
    r"|\b(?:seems?|would|could|might|may|should|will|no longer)\b|\b(?:look|feel|shap|mov|glow|shin|fall|wav"
    r"|danc|float)\w*\s+like\b"
    r"|,\s*like\b|\blike an?\b",
    re.IGNORECASE,
)
"""What somebody says or thinks, and what something is compared with."""

_ELSEWHERE: Final = re.compile(
    r"\boff[- ]?(?:screen|camera|frame)\b|\bout of (?:frame|shot|view|sight)\b|\bout-of-frame\b"
    r"|\bin (?:the|a|his|her) mirror\b"
    r"|\b(?:photo|photograph|picture|painting|poster|portrait|drawing|video|image|print|logo)s? of\b"
    r"(?!\s+(?:the|this)\s+(?:reference|image))"
    r"|\bon (?:the|a|its|his|her) (?:screen|television|tv|monitor|poster|billboard|phone)\b"
    r"|\b(?:previous|next|last|following|earlier|later|other) (?:shot|scene|clip|frame)\b",
    re.IGNORECASE,
)
"""What is seen only in something else, or not at all. A portrait or photo of somebody at the start of the prompt is the
picture itself."""

_LIKENESS: Final = re.compile(
    r"\b(?:silhouette|shadow|statue|toy|figurine|reflection)s? of(?:\s+[\w-]+){0,2}\s*$", re.IGNORECASE
)
"""Right before what is seen as a likeness only."""
_REFLECTED: Final = re.compile(r"\b(?:reflect\w*|mirrored) (?:in|on|off)\b", re.IGNORECASE)
"""Behind what is seen in something else."""

_MEDIUM_FIRST: Final = re.compile(
    r"\s*(?:(?:an?|the|this)\s+)?(?:(?!(?:she|he|they|we|i|it|an?|the)\b)[\w-]+,?\s+){0,4}?"
    r"(?:photo|photograph|picture|painting|portrait|drawing|video|image)s? of\b",
    re.IGNORECASE,
)
_LATER: Final = re.compile(
    r"\b(?:then|finally|eventually|afterwards?|suddenly|gradually|later|until|till|time passes|at the end|by the end"
    r"|in the end|end(?:s|ing) (?:on|with|in|up)|cuts? to|dissolv\w+ (?:to|into)|reveal\w*|uncover\w*|unveil\w*"
    r"|expos(?:es|ing)"
    r"|(?:to|and) show|(?:pan|tilt|whip|swing|move|travel|cut|turn|shift|glide"
    r"|orbit)\w*(?:\s+\w+)?(?:\s+\w+)? to(?: the|wards?)?"
    r"|morph\w*|transform\w*)\b",
    re.IGNORECASE,
)
"""What follows in the sentence comes later, or comes into view later."""

_CHANGE: Final = re.compile(
    r"\b(?:turn|becom|chang|fad|shift|grow|go|flush|blush|dye|colou?r|tint|paint|bath|flood|wash|drench|soak"
    r"|stain|glow|flash"
    r"|flicker|pulse|light|lit|burst|bloom|blossom|ignit|erupt|melt|dissolv|evolv|transition|redden|darken"
    r"|brighten|fill|burn"
    r"|spray|splash|deepen|fall|sink|set)(?:s|es|ed|ing|e|t|ting)?"
    r"(?:\s+\w+ly)?(?:\s+(?:to|into|in|with|from))*(?:\s+an?)?(?:\s+[\w-]+)?\s*$",
    re.IGNORECASE,
)
"""Right before a colour or an hour: how it comes to be so."""

_COMES_IN: Final = re.compile(
    r"\b(?:join|gather)(?:s|ed|ing)?\b(?!\s+(?:up\s+)?(?:his|her|its|their)\b)|"
    r"\b(?:enter|appear|emerg|arriv|materiali[sz]|re-?enter|approach|assembl|spawn|sprout"
    r"|hatch)(?:s|es|ed|ing|e)?\b"
    r"|\b(?:walk|step|run|come|rush|burst|drive|ride|fly|swim|jump|leap|hop|wander|stroll|dash|slide|march"
    r"|charge|sneak|creep"
    r"|float|drift|roll|storm|barge|swoop)(?:s|es|ing)? (?:back )?(?:in|by|past)\b(?!\s+(?:the|a|an|place"
    r"|circles?|his|her|slow)\b)"
    r"|\bpop(?:s|ping)? (?:up|out|in)\b"
    r"|(?<!lit )(?<!light )(?<!backlit )\bfrom (?:the |off |behind |above |below )?"
    r"(?:left|right|behind|above|below|nowhere|off-?screen)\b(?!\s+to\b)"
    r"|\bcomes? (?:up|over|out)\b|\bpass(?:es|ing)?[- ]by\b",
    re.IGNORECASE,
)
"""Whoever does so is not there yet."""

_INTO_VIEW: Final = re.compile(
    r"\b(?:in)?to (?:the )?(?:frame|view|shot|picture|scene|screen)\b|\bthrough (?:the )?(?:frame|shot)\b"
    r"|\bacross (?:the )?(?:frame|shot|screen)\b",
    re.IGNORECASE,
)
"""Whatever comes so was not seen before, be it a wall."""

_PASSES: Final = re.compile(
    r"\b(?:pass|cross|land|leap|hiss|whiz|whoosh|zoom|speed|race|dart|swoop|flit|flutter|drift|float|rise|drop"
    r"|fall|pour|spill|trot|run"
    r"|fly|drive|ride|walk|jump|hop|crawl|climb|settl|perch|cut|dash|roll|swim|circl|sweep|blow|swirl"
    r"|wander)(?:s|es|ing|ies)?\b",
    re.IGNORECASE,
)
"""What somebody else than the main subject may do who comes by."""

_BRINGS: Final = re.compile(
    r"\b(?:tak|pull|draw|bring|fetch|grab|pick|throw|toss|drop|put|slip|wrap|don|unfold|produc|conjur"
    r"|summon|add|spill|receiv|giv|buy"
    r"|find|catch|releas|shoot|fir|lift out|unpack|open|pour|reach|switch|chang|swap|hold up|lower|spread|rais)"
    r"(?:s|es|e|ing|ping|ting)?\b"
    r"|\bhand(?:s|ing)? (?:him|her|them|it|over|out|the|an?)\b",
    re.IGNORECASE,
)
"""What is taken up, put on or thrown may come from anywhere."""

_OTHER: Final = re.compile(
    r"\b(?:(?<!after )another|(?<!each )other|second|third|fourth|more|new|extra|additional|stray|unseen|hidden)\b",
    re.I,
)
_BESIDE_SOMEBODY: Final = re.compile(
    r"\b(?:behind|beside|around|near|past|over|onto|on|between|toward|towards|after|before|above|below|beneath"
    r"|with|at|of|alongside"
    r"|next to|in front of|from|by)\s+(?:him|her|them|it|us|his|its|their)\b(?<!\bon her)(?<!\bon his)(?<!\bon its)"
    r"|\bon (?:her|his|its)\b(?!\s+(?:own|toes|tiptoes|knees|heels|back|hind)\b)",
    re.IGNORECASE,
)
_BESIDE_SOMETHING: Final = re.compile(r"\b(?:beside|behind|alongside|next to|past|in front of)\s+the\b", re.IGNORECASE)
_FAR: Final = re.compile(
    r"\b(?:in the (?:far )?(?:distance|background)|on the horizon|through the (?:window|glass|doorway|door"
    r"|curtains?)|outside"
    r"|far (?:behind|away|off)|past|overhead|nearby|somewhere)\b",
    re.IGNORECASE,
)
"""Where something may be too small, or hidden, to be seen."""

_GAZE: Final = re.compile(
    r"\b(?:look|gaz|star|watch|peer|peek|glanc)(?:s|es|ed|ing|e)?\b(?:\s+\w+){0,3}?\s+"
    r"(?:through|outside|past|out of|into the distance|overhead)\b",
    re.IGNORECASE,
)
"""Where somebody looks, who is near all the same."""

_PARTS: Final = re.compile(r"[,:()–—]|\b(?:as|while|whilst|where|which|because|when)\b", re.IGNORECASE)
_DEFINITE: Final = re.compile(
    r"(?:the|this|that|these|those|his|her|its|their|our|my|your|both|same)\b|@|\w+['’]s\b", re.IGNORECASE
)
_DEFINITE_BEFORE: Final = re.compile(
    r"\b(?:the|this|that|these|those|his|her|its|their|our|my|your|both|same|\w+['’]s)\s+"
    r"(?:(?!an?\b|some\b)[\w'’-]+[\s,]+){0,2}$",
    re.IGNORECASE,
)


def is_told_as_fact(reading: Reading, place: Spanned, *, changing: bool = False) -> bool:
    """Whether words say how something is from the start: not negated, imagined, compared, elsewhere or later.

    Args:
        reading: the prompt.
        place: the words.
        changing: whether they are what something may turn into, such as a colour or a time of day.
    """
    if is_negated(place, reading):
        return False
    text = reading.text
    first, last = _sentence(text, place)
    before, sentence = text[first : place.start], text[first:last]
    if any(change.start < place.start for change in reading.said.scene_changes):
        return False
    if _LIKENESS.search(before) or _REFLECTED.search(text[place.end : last]):
        return False
    if _UNREAL.search(before) or _LATER.search(before) or _elsewhere(sentence, is_first=first == 0):
        return False
    return not (changing and _CHANGE.search(_clause_before(before)))


def is_in_start_frame(
    reading: Reading,
    place: Spanned,
    *,
    changing: bool = False,
    borne: bool = False,
    settled: bool = False,
    expected: bool = False,
) -> bool:
    """Whether words claim something of the first frame: told as a fact, of something that need not come in.

    Args:
        reading: the prompt.
        place: the words: those of a colour with its noun, or of a subject.
        changing: whether they are what something may turn into.
        borne: whether they are of a part of somebody, who may come in with it.
        settled: whether they are of what does not come in by itself, such as a background.
        expected: whether they are of a thing that is known to be there, so that it is not brought in from afar.
    """
    if not is_told_as_fact(reading, place, changing=changing):
        return False
    text = reading.text
    first, last = _sentence(text, place)
    clause = _clause(text, first, last, place)
    if _INTO_VIEW.search(clause) or (not settled and _COMES_IN.search(clause)):
        return False
    if settled or borne or is_definite(text, place):
        return True
    words = f"{clause} {text[place.start : place.end]}"
    if expected:
        return not (_OTHER.search(words) or _passes(_BESIDE_SOMEBODY, words))
    return not _may_come_by(words, text[first : place.start])


def is_definite(text: str, place: Spanned) -> bool:
    """Whether words speak of something known: ``the red car``, ``her red car``."""
    return bool(_DEFINITE.match(text, place.start, place.end) or _DEFINITE_BEFORE.search(text[: place.start]))


def _elsewhere(sentence: str, *, is_first: bool) -> bool:
    medium = _MEDIUM_FIRST.match(sentence) if is_first else None
    return _ELSEWHERE.search(sentence, medium.end() if medium else 0) is not None


def _may_come_by(clause: str, before: str) -> bool:
    """Whether something that is named for the first time may come in, be brought in or be far away."""
    if _OTHER.search(clause) or _FAR.search(_GAZE.sub(" ", clause)) or _BRINGS.search(_clause_before(before)):
        return True
    return _passes(_BESIDE_SOMEBODY, clause) or _passes(_BESIDE_SOMETHING, clause)


def _passes(beside: re.Pattern[str], clause: str) -> bool:
    return beside.search(clause) is not None and _PASSES.search(clause) is not None


def _sentence(text: str, place: Spanned) -> tuple[int, int]:
    for match in _SENTENCE.finditer(text):
        if match.start() <= place.start < match.end():
            return match.span()
    return 0, len(text)


def _clause(text: str, first: int, last: int, place: Spanned) -> str:
    """The part of the sentence in which the words stand, without the words themselves."""
    before = _PARTS.split(text[first : place.start])[-1]
    return f"{before} - {_PARTS.split(text[place.end : last])[0]}"


def _clause_before(before: str) -> str:
    """What stands between the words and the comma or conjunction before them."""
    return _PARTS.split(before)[-1]
