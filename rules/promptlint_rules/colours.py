"""Which colour words can mean the same thing: one place for all rules that compare what two texts say.

Every word stands for the basic colour that it mostly means, and for others that people use it for. Two texts may mean
the same where what one of them mostly means is among all that the other may mean; that both of them may pass into a
third colour, as tan and burgundy into brown, is not enough. Basic words stand for themselves alone: nobody writes red
of what is orange and means to be understood. All others are generous, as a contradiction that is none costs more than
one that is missed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Worn: TypeAlias = Literal["hair", "eyes", "thing"]

DARK: Final = frozenset({"dark", "deep", "darker", "jet", "midnight", "inky"})
LIGHT: Final = frozenset({"light", "pale", "lighter", "icy", "ice", "platinum", "ash", "pastel"})
_SHADES: Final = (DARK | LIGHT | {"bright"}) - {"platinum"}
VIVID: Final = frozenset(
    {
        "bright", "vivid", "neon", "electric", "fluorescent", "lime", "scarlet", "crimson", "cobalt", "emerald",
        "royal", "lemon", "vermilion", "fire", "blood", "cherry", "ruby", "candy", "hot", "fiery", "flaming",
    }
)  # fmt: skip
"""What only a strong colour is called."""

_BASIC: Final = (
    "black", "white", "grey", "red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "beige", "teal",
)  # fmt: skip
_NATURAL: Final = ("black", "white", "grey", "gray", "red", "brown", "blonde", "blond", "platinum")
_THINGS: Final[dict[str, str]] = {
    **{word: word for word in _BASIC},
    "gray": "grey",
    "ebony": "black",
    "charcoal": "black grey dark",
    "graphite": "black grey dark",
    "onyx": "black",
    "gunmetal": "grey black blue dark",
    "pewter": "grey",
    "slate": "grey blue",
    "silver": "grey white",
    "silvery": "grey white",
    "steel": "grey blue",
    "ivory": "white beige yellow",
    "cream": "beige white yellow",
    "pearl": "white beige",
    "alabaster": "white beige",
    "eggshell": "white beige",
    "vanilla": "white beige yellow",
    "champagne": "beige white yellow pink",
    "oatmeal": "beige white grey",
    "snow": "white",
    "beige": "beige white brown",
    "ecru": "beige white",
    "sand": "beige yellow brown",
    "khaki": "beige green brown",
    "taupe": "beige grey brown",
    "tan": "beige brown orange",
    "camel": "beige brown orange",
    "fawn": "beige brown orange",
    # between red and its neighbours
    "crimson": "red pink",
    "scarlet": "red orange",
    "ruby": "red pink",
    "cherry": "red",
    "vermilion": "red orange",
    "maroon": "red brown purple dark",
    "burgundy": "red brown purple dark",
    "wine": "red purple dark",
    "carmine": "red pink",
    "rust": "red orange brown",
    "russet": "brown red orange",
    "terracotta": "red orange brown",
    "copper": "orange brown red",
    "auburn": "red brown orange",
    "coral": "orange pink red",
    "salmon": "orange pink",
    "peach": "orange pink beige",
    "apricot": "orange pink beige yellow",
    "blush": "pink beige",
    "rose": "pink red",
    "magenta": "pink purple red",
    "fuchsia": "pink purple",
    # between orange, yellow and brown
    "amber": "orange yellow brown",
    "saffron": "orange yellow",
    "cinnamon": "brown orange red",
    "tawny": "orange brown beige yellow",
    "tortoiseshell": "brown orange yellow black",
    "tangerine": "orange",
    "ginger": "orange red brown",
    "gold": "yellow orange brown beige",
    "golden": "yellow orange brown beige",
    "honey": "yellow orange brown beige",
    "mustard": "yellow orange brown",
    "ochre": "yellow orange brown",
    "lemon": "yellow",
    "bronze": "brown orange yellow",
    "caramel": "brown orange beige",
    "chestnut": "brown red",
    "mahogany": "brown red dark",
    "chocolate": "brown dark",
    "coffee": "brown dark",
    "mocha": "brown beige dark",
    "umber": "brown dark",
    "sienna": "brown orange red",
    "hazel": "brown green yellow",
    "sepia": "brown",
    "brunette": "brown black",
    # between yellow, green and blue
    "lime": "green yellow",
    "chartreuse": "green yellow",
    "olive": "green brown yellow",
    "mint": "green teal white",
    "sage": "green grey",
    "emerald": "green teal",
    "jade": "green teal",
    "teal": "teal blue green",
    "turquoise": "teal blue green",
    "cyan": "teal blue",
    "aqua": "teal blue green",
    "aquamarine": "teal blue green",
    "azure": "blue teal",
    "ultramarine": "blue",
    "cerulean": "blue teal",
    "periwinkle": "blue purple",
    "sapphire": "blue",
    "cobalt": "blue",
    "navy": "blue black dark",
    "indigo": "blue purple",
    "violet": "purple blue",
    "lavender": "purple blue pink",
    "lilac": "purple pink",
    "mauve": "purple pink",
    "plum": "purple red dark",
    "aubergine": "purple black dark",
    "eggplant": "purple black dark",
    "blonde": "yellow beige",
    "blond": "yellow beige",
    "platinum": "white grey yellow",
    "dark": "dark black brown grey blue green purple",
}
"""The colour that a word mostly means, then all others; ``dark`` stands beside them for what may be called just so."""

_HAIR: Final[dict[str, str]] = {
    "black": "black",
    "raven": "black",
    "ebony": "black",
    "jet": "black",
    "dark": "dark black brown",
    "brown": "brown",
    "brunette": "brown black",
    "chestnut": "brown red dark",
    "chocolate": "brown dark",
    "mahogany": "brown red dark",
    "bronze": "brown blonde red",
    "caramel": "brown blonde",
    "auburn": "red brown dark",
    "red": "red",
    "redhead": "red",
    "redheaded": "red",
    "flame": "red",
    "rust": "red",
    "crimson": "red",
    "copper": "red brown",
    "ginger": "red",
    "orange": "red",
    "strawberry": "red blonde",
    "blonde": "blonde",
    "blond": "blonde",
    "golden": "blonde",
    "gold": "blonde",
    "honey": "blonde brown",
    "yellow": "blonde",
    "fair": "blonde brown",
    "light": "blonde brown",
    "flaxen": "blonde",
    "sandy": "blonde brown",
    "sand": "blonde brown",
    "beige": "blonde",
    "cream": "blonde white",
    "platinum": "white blonde grey",
    "white": "white grey",
    "snow": "white",
    "silver": "grey white",
    "silvery": "grey white",
    "grey": "grey white",
    "gray": "grey white",
    "salt": "grey black white",
    "pepper": "grey black white",
}
"""What the words mean for hair: a natural scale, and beside it whatever it is dyed."""

_EYES: Final[dict[str, str]] = {
    "blue": "blue grey",
    "grey": "grey blue green",
    "gray": "grey blue green",
    "green": "green grey",
    "hazel": "brown green",
    "brown": "brown black",
    "black": "black brown",
    "dark": "black brown",
    "amber": "brown yellow orange",
    "golden": "brown yellow orange",
    "honey": "brown yellow",
    "light": "blue green grey",
    "pale": "blue green grey",
}
"""Eyes that one calls grey another calls blue or green."""

SEEN: Final = frozenset({"red", "orange", "yellow", "green", "teal", "blue", "purple", "pink", "white", "black"})
"""Basic colours whose absence from a picture can be seen. Shadow and warm light
bring grey, brown and beige into all."""

_SEEN_IN_HAIR: Final[dict[str, str]] = {
    "black": "black", "raven": "black", "ebony": "black", "jet": "black",
    "blonde": "yellow", "blond": "yellow", "yellow": "yellow", "flaxen": "yellow", "platinum": "yellow white",
    "red": "red", "redhead": "red", "crimson": "red", "scarlet": "red", "auburn": "red",
    "ginger": "orange", "copper": "orange", "orange": "orange", "strawberry": "orange",
    "grey": "grey white", "gray": "grey white", "silver": "grey white", "silvery": "grey white", "white": "white grey",
    "green": "green", "teal": "teal blue", "turquoise": "teal blue", "blue": "blue", "purple": "purple",
    "violet": "purple", "lavender": "purple", "pink": "pink", "magenta": "pink purple",
}  # fmt: skip
_MUTED: Final = frozenset({"dusty", "muted", "faded", "dull", "smoky", "smoke", "washed", "greyish", "olive", "sage"})
"""With one of these, a colour may be so weak that the picture has it as grey or brown."""
_WIDE: Final = frozenset({"red", "green", "teal", "blue"})
"""Basic colours whose region in a picture is so wide that it takes in the words beside them as well ..."""
_BETWEEN: Final = frozenset({"maroon", "burgundy", "wine", "rust", "terracotta", "navy", "indigo"})
"""... except these, which pass into another one."""

_HARDLY_SEEN: Final = frozenset({"dark", "dirty", "dusty", "ash", "honey", "sandy", "golden", "brown", "chestnut"})
"""With one of these, hair may pass for brown, of which there is some in nearly every picture."""

_WORD: Final = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class _Meaning:
    """The basic colours that the words of a colour mostly mean, and all that they may mean."""

    mostly: frozenset[str]
    any: frozenset[str]


def basics(value: str, worn: Worn = "thing") -> frozenset[str]:
    """The basic colours that the words of a colour may stand for, such as ``dark auburn``; empty where none is known.

    Two colours together, ``blue-grey`` or ``black and white``, may be taken for either.
    """
    return _meaning(value, worn).any


def can_be_same(mine: str, theirs: str, worn: Worn = "thing") -> bool:
    """Whether two colours may be one thing's; true as well where a word is not known."""
    one, other = _meaning(mine, worn), _meaning(theirs, worn)
    return not one.any or not other.any or bool(one.mostly & other.any or other.mostly & one.any)


def _meaning(value: str, worn: Worn) -> _Meaning:
    table = {"hair": _HAIR, "eyes": _EYES, "thing": _THINGS}[worn]
    words = words_of(value)
    told = {word: colours for word in words if (colours := (table.get(word) or _THINGS.get(word, "")).split())}
    named = [word for word in told if word not in _SHADES]
    heads = [word for word in _heads(words, worn) if word in named] or list(told)
    found = {colour for word in heads for colour in told[word]}
    if worn == "hair":
        found.update(told[word][0] for word in named)
    if named:
        dark = any(word in DARK or ("dark" in told.get(word, ()) and word not in heads) for word in words)
        found |= _shaded(found, worn, dark=dark, light=not LIGHT.isdisjoint(words))
    return _Meaning(frozenset(told[word][0] for word in heads), frozenset(found))


def words_of(value: str) -> list[str]:
    """The words of a colour, without the ending of ``reddish`` and ``whitish``."""
    return [_stem(word) for word in _WORD.findall(value.lower())]


def _stem(word: str) -> str:
    if len(word) < 6 or not word.endswith("ish"):
        return word
    stem = word[:-3]
    return next((known for known in (stem, f"{stem}e", stem[:-1]) if known in _THINGS), stem)


def _heads(words: list[str], worn: Worn = "thing") -> list[str]:
    """The words without those that only say which of a basic colour it is: ``mint`` before ``green``."""
    basic = _NATURAL if worn == "hair" else _BASIC
    named = [word for word in words if word in _THINGS and word not in DARK]
    if not named or named[-1] not in basic:
        return words
    return [word for word in words if word not in named or word in basic]


def _shaded(found: set[str], worn: Worn, *, dark: bool, light: bool) -> set[str]:
    """What a colour passes into where it is dark or light."""
    further: set[str] = {"dark"} if dark else set()
    if worn == "hair":
        if dark and found & {"blonde", "brown", "red"}:
            further |= {"brown"} | ({"black"} if "brown" in found else set())
        if light and "brown" in found:
            further |= {"blonde"}
        if light and "blonde" in found:
            further |= {"white"}
        return further
    if dark and found & {"blue", "grey", "green", "brown", "purple"}:
        further |= {"black"}
    if light and found & {"grey", "beige", "yellow", "pink", "blue"}:
        further |= {"white"}
    if light and found & {"orange", "brown"}:
        further |= {"beige", "yellow"}
    return further


def seen_as(value: str, worn: Worn = "thing") -> frozenset[str]:
    """The basic colours that must all be absent from a picture where a colour is not in it.

    Empty where its absence cannot be seen.
    """
    words = words_of(value)
    if worn == "hair":
        found = [_SEEN_IN_HAIR[word] for word in words if word in _SEEN_IN_HAIR]
        return frozenset() if _HARDLY_SEEN.intersection(words) else frozenset(" ".join(found).split())
    named = [word for word in _heads(words) if word in _THINGS and word not in DARK]
    if not _MUTED.isdisjoint([*named, *(word for word in _WORD.findall(value.lower()) if word not in _THINGS)]):
        return frozenset()
    told = [_THINGS[word].split() for word in named]
    if not told or any(first not in SEEN for first, *_ in told):
        return frozenset()
    dark_blue = DARK.intersection(words) and any(first == "blue" for first, *_ in told)
    wide = (
        colours[:1] if colours[0] in _WIDE and word not in _BETWEEN else colours
        for word, colours in zip(named, told, strict=True)
    )
    return frozenset() if dark_blue else frozenset(colour for colours in wide for colour in colours) & SEEN


def is_vivid(value: str) -> bool:
    """Whether a colour is said to be a strong one."""
    return not VIVID.isdisjoint(_WORD.findall(value.lower()))
