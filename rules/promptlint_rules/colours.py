"""Which colour words can mean the same thing: one place for all rules that compare what two texts say.

Every word stands for one or more of the basic colours, for all that people use it for; two texts contradict each
other where they have none in common. Basic words stand for themselves alone: nobody writes red of what is orange and
means to be understood. All others are generous, as a contradiction that is none costs more than one that is missed.
"""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

Worn: TypeAlias = Literal["hair", "eyes", "thing"]

DARK: Final = frozenset({"dark", "deep", "darker", "jet", "midnight", "inky"})
LIGHT: Final = frozenset({"light", "pale", "bright", "lighter", "icy", "ice", "platinum", "ash", "pastel"})
VIVID: Final = frozenset(
    {
        "bright", "vivid", "neon", "electric", "fluorescent", "lime", "scarlet", "crimson", "cobalt", "emerald",
        "royal", "lemon", "vermilion", "fire", "blood", "cherry", "ruby", "candy",
    }
)  # fmt: skip
"""What only a strong colour is called."""

_BASIC: Final = (
    "black", "white", "grey", "red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "beige", "teal",
)  # fmt: skip
_THINGS: Final[dict[str, str]] = {
    **{word: word for word in _BASIC},
    "gray": "grey",
    "ebony": "black",
    "charcoal": "black grey",
    "slate": "grey blue",
    "silver": "grey white",
    "silvery": "grey white",
    "steel": "grey blue",
    "ivory": "white beige yellow",
    "cream": "white beige yellow",
    "pearl": "white beige",
    "snow": "white",
    "beige": "beige white brown",
    "ecru": "beige white",
    "sand": "beige yellow brown",
    "khaki": "beige green brown",
    "taupe": "beige grey brown",
    "tan": "beige brown orange",
    "camel": "beige brown orange",
    # between red and its neighbours
    "crimson": "red pink",
    "scarlet": "red orange",
    "ruby": "red pink",
    "cherry": "red",
    "vermilion": "red orange",
    "maroon": "red brown purple",
    "burgundy": "red brown purple",
    "wine": "red purple",
    "rust": "red orange brown",
    "russet": "brown red orange",
    "terracotta": "red orange brown",
    "copper": "orange brown red",
    "auburn": "red brown orange",
    "coral": "orange pink red",
    "salmon": "orange pink",
    "peach": "orange pink beige",
    "rose": "pink red",
    "magenta": "pink purple red",
    "fuchsia": "pink purple",
    # between orange, yellow and brown
    "amber": "orange yellow brown",
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
    "mahogany": "brown red",
    "chocolate": "brown",
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
    "navy": "blue black",
    "indigo": "blue purple",
    "violet": "purple blue",
    "lavender": "purple blue pink",
    "lilac": "purple pink",
    "mauve": "purple pink",
    "plum": "purple red",
    "blonde": "yellow beige",
    "blond": "yellow beige",
    "platinum": "white grey yellow",
    "dark": "black brown grey blue green purple",
}
_HAIR: Final[dict[str, str]] = {
    "black": "black",
    "raven": "black",
    "ebony": "black",
    "jet": "black",
    "dark": "black brown",
    "brown": "brown",
    "brunette": "brown black",
    "chestnut": "brown red",
    "chocolate": "brown",
    "mahogany": "brown red",
    "bronze": "brown blonde red",
    "caramel": "brown blonde",
    "auburn": "red brown",
    "red": "red",
    "redhead": "red",
    "rust": "red",
    "crimson": "red",
    "copper": "red brown",
    "ginger": "red",
    "orange": "red",
    "strawberry": "red blonde",
    "blonde": "blonde",
    "blond": "blonde",
    "golden": "blonde brown",
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
    "platinum": "blonde white grey",
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
_WIDE: Final = frozenset({"red", "green", "teal", "blue"})
"""Basic colours whose region in a picture is so wide that it takes in the words beside them as well ..."""
_BETWEEN: Final = frozenset({"maroon", "burgundy", "wine", "rust", "terracotta", "navy", "indigo"})
"""... except these, which pass into another one."""

_HARDLY_SEEN: Final = frozenset({"dark", "dirty", "dusty", "ash", "honey", "sandy", "golden", "brown", "chestnut"})
"""With one of these, hair may pass for brown, of which there is some in nearly every picture."""

_WORD: Final = re.compile(r"[a-z]+")


def basics(value: str, worn: Worn = "thing") -> frozenset[str]:
    """The basic colours that the words of a colour may stand for, such as ``dark auburn``; empty where none is known.

    Two colours together, ``blue-grey`` or ``black and white``, may be taken for either.
    """
    table = {"hair": _HAIR, "eyes": _EYES, "thing": _THINGS}[worn]
    words = [word[:-3] if word.endswith("ish") and len(word) > 5 else word for word in _WORD.findall(value.lower())]
    found: set[str] = set()
    for word in _heads(words) if worn == "thing" else words:
        found.update((table.get(word) or _THINGS.get(word) or "").split() if word not in DARK | LIGHT else ())
    shades = DARK.intersection(words), LIGHT.intersection(words)
    if not found:
        return frozenset(" ".join(table.get(word, "") for word in words).split())
    return frozenset(found | _shaded(found, worn, dark=bool(shades[0]), light=bool(shades[1])))


def _heads(words: list[str]) -> list[str]:
    """The words without those that only say which of a basic colour it is: ``mint`` before ``green``."""
    named = [word for word in words if word in _THINGS and word not in DARK]
    if not named or named[-1] not in _BASIC:
        return words
    return [word for word in words if word not in named or word in _BASIC]


def _shaded(found: set[str], worn: Worn, *, dark: bool, light: bool) -> set[str]:
    """What a colour passes into where it is dark or light."""
    further: set[str] = set()
    if worn == "hair":
        if dark and found & {"blonde", "brown", "red"}:
            further |= {"brown"} | ({"black"} if "brown" in found else set())
        if light and "brown" in found:
            further |= {"blonde"}
        if light and "blonde" in found:
            further |= {"white"}
        return further
    if dark and found & {"blue", "grey", "green", "brown", "purple", "red"}:
        further |= {"black"}
    if light and found & {"grey", "beige", "yellow", "pink", "blue"}:
        further |= {"white"}
    return further


def can_be_same(mine: str, theirs: str, worn: Worn = "thing") -> bool:
    """Whether two colours may be one thing's; true as well where a word is not known."""
    one, other = basics(mine, worn), basics(theirs, worn)
    return not one or not other or bool(one & other)


def seen_as(value: str, worn: Worn = "thing") -> frozenset[str]:
    """The basic colours that must all be absent from a picture where a colour is not in it.

    Empty where its absence cannot be seen.
    """
    words = [word[:-3] if word.endswith("ish") and len(word) > 5 else word for word in _WORD.findall(value.lower())]
    if worn == "hair":
        found = [_SEEN_IN_HAIR[word] for word in words if word in _SEEN_IN_HAIR]
        return frozenset() if _HARDLY_SEEN.intersection(words) else frozenset(" ".join(found).split())
    named = [word for word in _heads(words) if word in _THINGS and word not in DARK]
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
