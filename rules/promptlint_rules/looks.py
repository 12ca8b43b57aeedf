"""What a text says of how somebody looks, as traits that can be compared: colours, lengths and tones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from promptlint.facts.prompt import Attribute, PromptFacts
from promptlint.finding import Confidence
from promptlint_rules.colours import Worn, can_be_same

_HAIR: Final = frozenset(
    {"hair", "haircut", "hairstyle", "ponytail", "braid", "bob", "curl", "tress", "dreadlock", "afro"}
)
_SINGLE_HAIRS: Final = frozenset(
    {"bang", "bangs", "bun", "brow", "eyebrow", "fringe", "lock", "locks", "sideburns", "strand", "strands"}
)
"""What may have a colour of its own, or be no hair at all."""
_BEARD: Final = frozenset({"beard", "moustache", "mustache", "goatee", "stubble"})
_EYES: Final = frozenset({"eye", "iris"})
_SKIN: Final = frozenset({"skin", "complexion"})
_GARMENTS: Final[dict[str, str]] = {
    word: names[0]
    for names in (
        ("jumper", "sweater", "pullover"),
        ("trousers", "trouser", "pants", "pant", "slacks"),
        ("t-shirt", "tshirt", "tee"),
        ("coat", "overcoat", "raincoat", "peacoat"),
        ("hat", "cap", "beanie", "beret", "fedora"),
        ("dress", "gown", "sundress"),
        ("glasses", "eyeglasses", "spectacles"),
        ("trainer", "sneaker"),
    )
    for word in names
}
"""Names of one garment; any other garment goes by its own noun."""

_OUTFITS: Final = frozenset(
    {
        "jumper", "t-shirt", "shirt", "blouse", "top", "dress", "hoodie", "sweatshirt", "tunic", "suit", "tuxedo",
        "jumpsuit", "uniform", "kimono", "robe", "cardigan", "polo",
    }
)  # fmt: skip
"""What covers the body; one is worn instead of another, while a coat goes over it."""

_SPELLINGS: Final = {
    "gray": "grey", "blond": "blonde", "golden": "blonde", "gold": "blonde", "brunette": "brown", "redhead": "red",
    "silvery": "silver", "bluish": "blue", "reddish": "red", "raven": "black", "ebony": "black",
}  # fmt: skip
_DARK: Final = frozenset({"dark", "deep", "darker", "jet", "midnight"})
_LIGHT: Final = frozenset({"light", "pale", "bright", "lighter", "icy", "ice", "platinum"})
_SHADES: Final = _DARK | _LIGHT | {"soft", "rich", "warm", "cool", "muted", "faded", "vivid", "dusty", "dirty", "ash"}
_TONES: Final[dict[str, frozenset[str]]] = {
    **dict.fromkeys(("pale", "fair", "porcelain", "ivory", "white", "light", "milky"), frozenset({"light"})),
    **dict.fromkeys(("olive", "tan", "tanned", "bronzed", "bronze", "honey", "caramel"), frozenset({"medium"})),
    "brown": frozenset({"medium", "dark"}),
    **dict.fromkeys(("dark", "deep", "ebony", "black", "chocolate", "mahogany"), frozenset({"dark"})),
}
_LENGTHS: Final[dict[str, frozenset[str]]] = {
    "shaved": frozenset({"shaved"}),
    "cropped": frozenset({"cropped"}),
    "short": frozenset({"cropped", "ear", "chin", "jaw", "neck"}),
    "medium": frozenset({"chin", "jaw", "neck", "shoulder"}),
    "long": frozenset({"shoulder", "back", "waist", "hip"}),
    **{name: frozenset({name}) for name in ("ear", "neck", "shoulder", "back", "waist", "hip")},
    **dict.fromkeys(("chin", "jaw"), frozenset({"chin", "jaw"})),
}
_CURLS: Final[dict[str, frozenset[str]]] = {
    "straight": frozenset({"straight"}),
    "sleek": frozenset({"straight"}),
    "wavy": frozenset({"wavy"}),
    "curly": frozenset({"curly"}),
    "frizzy": frozenset({"curly"}),
}
_BODY_PART: Final = re.compile(r"ear|chin|jaw|neck|shoulder|back|waist|hip|medium")
_MEASURE: Final = re.compile(
    r"\b(ear|chin|jaw|neck|shoulder|back|waist|hip|medium)[- ]length\b"
    r"(?=(?:,?[ ]+[\w-]+){0,4}?[ ]+(hair|bob|curls|braids|ponytail)\b)",
    re.IGNORECASE,
)
_FALLING: Final = re.compile(
    r"\b(hair|bob|curls|braids)\s{1,3}("
    r"(?:\w+\s{1,3})?(?:cut|cropped|trimmed|falling|falls|hanging|hangs|reaching|down)\s{1,3}(?:just\s{1,3})?"
    r"(?:(?:to|at|past|below|above)\s{1,3})?(?:(?:the|her|his)\s{1,3})?(?:ear|chin|jaw|neck|shoulder|waist"
    r"|hip)s?(?:line)?"
    r")\b",
    re.IGNORECASE,
)
_PASSING: Final = re.compile(r"\b(?:glow|turn|becom|flash|shin|burn|flicker|redden|fad)\w*\b", re.IGNORECASE)
_PASSING_EYES: Final = frozenset({"red", "pink", "white"})
_WORD: Final = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Look:
    """One trait of somebody, as a text has it.

    Attributes:
        trait: what it is: ``hair colour``, ``eye colour``, ``skin tone``, ``jumper colour`` ...
        value: the describing words in lower case.
        noun: what they describe, in the text's words.
        start, end: where the describing words stand.
        noun_start, noun_end: where the noun stands.
        garment: whether it can be taken off.
    """

    trait: str
    value: str
    noun: str
    start: int
    end: int
    noun_start: int
    noun_end: int
    garment: bool = False

    @property
    def words(self) -> str:
        """Value and noun: ``dark auburn hair``; a noun that says both stands alone."""
        noun = self.noun.lower()
        if self.start <= self.noun_start < self.end:
            return self.value
        if self.start > self.noun_start and self.trait == "hair length":
            return f"{noun} {self.value}"
        return f"{self.value}-{noun}" if noun.endswith("ed") else f"{self.value} {noun}"


def looks_in(said: PromptFacts, text: str) -> list[Look]:
    """The traits that a text gives to anybody, in its order."""
    found = [look for attribute in said.attributes if (look := _look(attribute, text)) is not None]
    if said.language == "en":
        found += _measured(text[: said.analysed])
    return sorted(found, key=lambda look: look.start)


def _look(attribute: Attribute, text: str) -> Look | None:
    if attribute.negated or _PASSING.search(text[attribute.noun_end : attribute.start]):
        return None
    trait = _trait(attribute)
    if trait is None:
        return None
    return Look(
        trait,
        attribute.value,
        attribute.noun,
        attribute.start,
        attribute.end,
        attribute.noun_start,
        attribute.noun_end,
        attribute.kind == "garment",
    )


def _trait(attribute: Attribute) -> str | None:
    noun, value, coloured = attribute.noun_lemma, attribute.value, attribute.colour is not None
    match attribute.kind:
        case "hair" if noun in _BEARD:
            return f"{noun} colour" if coloured else None
        case "hair" if coloured:
            return None if noun in _SINGLE_HAIRS else "hair colour"
        case "hair" if noun in _HAIR:
            return "hair length" if value in _LENGTHS else "hair texture" if value in _CURLS else None
        case "eyes" if noun in _EYES and coloured:
            return None if _colours(value) <= _PASSING_EYES else "eye colour"
        case "skin" if noun in _SKIN:
            return "skin tone" if _tone(value) else None
        case "garment":
            return f"{_GARMENTS.get(noun, noun)} {'colour' if coloured else 'material'}"
    return None


def _measured(text: str) -> Iterator[Look]:
    """Lengths by a part of the body, which the parser does not know: ``jaw-length hair``, ``hair cut to the jaw``."""
    for match in _MEASURE.finditer(text):
        value = match[0].lower()
        yield Look("hair length", value, match[2], match.start(), match.end(), match.start(2), match.end(2))
    for match in _FALLING.finditer(text):
        value = " ".join(match[2].lower().split())
        yield Look("hair length", value, match[1], match.start(2), match.end(2), match.start(1), match.end(1))


def thing_looks_in(said: PromptFacts) -> list[Look]:
    """The colours that a text gives to things, animals and places."""
    alive = {
        attribute.noun_start
        for attribute in said.attributes
        if attribute.kind == "other"
        for subject in said.subjects
        if subject.kind == "animal" and subject.start <= attribute.noun_start < subject.end
    }
    return [
        Look(f"{a.noun_lemma} colour", a.value, a.noun, a.start, a.end, a.noun_start, a.noun_end)
        for a in said.attributes
        if a.family is not None and not a.negated and (a.kind == "object" or a.noun_start in alive)
    ]


def contradicts(mine: Look, theirs: Look) -> bool:
    """Whether two looks of one trait cannot be the same, whatever the words leave open."""
    match mine.trait.rpartition(" ")[2]:
        case "colour":
            return not can_be_same(mine.value, theirs.value, _worn(mine.trait))
        case "texture":
            return "straight" in {*_CURLS[mine.value], *_CURLS[theirs.value]} and difference(mine, theirs) is not None
        case "length" | "tone":
            return difference(mine, theirs) is not None
        case _:
            return False


def _worn(trait: str) -> Worn:
    part = trait.partition(" ")[0]
    return "hair" if part == "hair" or part in _BEARD else "eyes" if part == "eye" else "thing"


def difference(mine: Look, theirs: Look) -> Confidence | None:
    """How sure it is that two looks of one trait are not the same; None where they may well be."""
    match mine.trait.rpartition(" ")[2]:
        case "colour":
            return _colour_difference(mine.value, theirs.value)
        case "length":
            return _disjoint(_LENGTHS[_measure(mine.value)], _LENGTHS[_measure(theirs.value)])
        case "texture":
            return _disjoint(_CURLS[mine.value], _CURLS[theirs.value])
        case "tone":
            return _disjoint(_tone(mine.value), _tone(theirs.value))
        case _:
            return None if mine.value == theirs.value else Confidence.POSSIBLE


def _colour_difference(mine: str, theirs: str) -> Confidence | None:
    """Another colour word is another colour, ``blue`` is not ``blue-grey``; a shade left out is only less precise."""
    if _colours(mine) != _colours(theirs):
        return Confidence.LIKELY
    my_shades, their_shades = _shades(mine), _shades(theirs)
    if my_shades == their_shades:
        return None
    opposed = (my_shades & _DARK and their_shades & _LIGHT) or (my_shades & _LIGHT and their_shades & _DARK)
    return Confidence.LIKELY if opposed else Confidence.POSSIBLE


def _colours(value: str) -> frozenset[str]:
    words = [word for word in _words(value) if word not in _SHADES]
    return frozenset(words or _words(value))


def _shades(value: str) -> frozenset[str]:
    return frozenset(_words(value)) & _SHADES


def _words(value: str) -> list[str]:
    words = []
    for word in _WORD.findall(value):
        plain = word[:-3] if word.endswith("ish") and word not in _SPELLINGS else word
        words.append(_SPELLINGS.get(plain, plain))
    return words


def _tone(value: str) -> frozenset[str]:
    words = _WORD.findall(value)
    if "brown" in words:
        if _DARK.intersection(words):
            return _TONES["dark"]
        return _TONES["tan"] if _LIGHT.intersection(words) else _TONES["brown"]
    return frozenset().union(*(_TONES.get(word, frozenset()) for word in words))


def _measure(value: str) -> str:
    """The word of a length that measures it: ``jaw`` in ``jaw-length`` and in ``cut to the jaw``."""
    part = _BODY_PART.search(value)
    return part[0] if part else value


def _disjoint(mine: frozenset[str], theirs: frozenset[str]) -> Confidence | None:
    return None if mine & theirs else Confidence.LIKELY


def outfit(look: Look) -> str | None:
    """The garment that covers the body, where the look is of one."""
    garment = look.trait.rpartition(" ")[0]
    return garment if look.garment and garment in _OUTFITS else None
