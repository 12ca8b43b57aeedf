"""The pixels as a witness on colours: whether one that the prompt claims is absent from where it would be.

Measured on 733 claims on 77 reference pictures of public image-to-video projects; the limits are the least shares that
right claims have, with a margin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from promptlint.facts.reference.model import Face, PictureKind, ReferenceFacts, Region
from promptlint.facts.reference.things import detector_classes, thing_called
from promptlint.finding import Evidence
from promptlint_rules.colours import is_vivid, seen_as
from promptlint_rules.conflict._case import Case
from promptlint_rules.looks import Look
from promptlint_rules.prompt._reading import main_subject

_NEUTRAL: Final = frozenset({"white", "black"})
_THIN: Final = frozenset({"bicycle", "motorcycle", "kite", "scissors", "fork", "knife", "spoon", "tennis racket"})
"""What fills little of its box."""


@dataclass(frozen=True, slots=True)
class _Least:
    """The shares of a region below which a colour is absent from it: of any colour, of a vivid one, of white, of black.

    Black cloth stays dark in any light, while white and pale cloth in shadow may pass for grey.
    """

    coloured: float
    vivid: float
    white: float
    black: float

    def of(self, family: str) -> float:
        """The share of a family."""
        return self.white if family == "white" else self.black if family == "black" else self.coloured


_FRAME: Final = _Least(0.003, 0.002, 0.01, 0.01)
_WIDE: Final = _Least(0.015, 0.005, 0.01, 0.01)
_GARMENT: Final = _Least(0.02, 0.005, 0.02, 0.04)
_BODY: Final = _Least(0.012, 0.003, 0.012, 0.012)
_SUBJECT: Final = _Least(0.02, 0.003, 0.03, 0.03)
_ANIMAL: Final = _Least(0.02, 0.003, 0.03, 0.08)
_THING: Final = _Least(0.015, 0.004, 0.04, 0.05)
_HAIR: Final = {
    "black": 0.3, "yellow": 0.06, "red": 0.2, "orange": 0.15, "grey": 0.11, "white": 0.11,
    "green": 0.02, "teal": 0.02, "blue": 0.02, "purple": 0.02, "pink": 0.02,
}  # fmt: skip
_VIVID_HAIR: Final = 0.05
_RED_HAIR: Final = (0.9, 0.3)
_YELLOW_IN_RED: Final = 0.5
"""Where so much of the hair may pass for red, and is vivid besides, more of it must pass for blonde."""
_LEAST_GARMENT: Final = 100
_LEAST_HAIR: Final = 80
_DARK_FACE: Final = 25.0
_BARE: Final = 0.6
_UNEVEN: Final = 40.0
_MUCH_DARKER: Final = 0.2
"""Hair whose median L* is under a fifth of the face's is not blonde, whatever its hue."""

_SMALL: Final = frozenset(
    {
        "earring", "ring", "necklace", "bracelet", "brooch", "pendant", "lipstick", "makeup", "nail", "fingernail",
        "eyeshadow",
        "button", "badge", "pin", "tattoo", "bead", "logo", "label", "sticker", "ribbon", "lace", "thread", "string",
        "sock", "glove", "mitten", "belt", "tie", "necktie", "bowtie", "bow-tie", "collar", "sleeve", "heel",
        "sandal", "slipper",
        "eye", "lip", "tongue", "tooth", "mouth", "cheek", "face", "skin", "freckle", "lash", "brow", "pupil",
        "iris", "beak", "claw", "paw",
        "horn", "butterfly", "bee", "ladybug", "insect", "fly", "dragonfly", "spider", "ant", "beetle", "moth",
        "firefly",
        "led", "pixel", "dot", "spot", "speck", "spark", "ember", "star", "petal", "seed", "berry", "cherry", "key",
        "coin",
        "pen", "pencil", "brush", "cigarette", "straw", "candle", "flame", "match", "screen", "letter", "word",
        "text", "stripe",
        "highlight", "reflection", "accent", "detail", "trim", "edge", "line", "streak", "pattern", "print", "glint",
    }
)  # fmt: skip
"""What may be too small, or too much turned away, to count in a share of the picture."""

_BROAD: Final = frozenset(
    {
        "sky", "sea", "ocean", "grass", "lawn", "meadow", "field", "grassland", "forest", "foliage", "background",
        "backdrop", "wall", "snow", "sand", "beach", "desert", "trees", "hills", "mountains", "fields",
    }
)  # fmt: skip
"""What takes up much of the frame where a prompt gives it a colour."""

_SHOWN: Final[dict[str, tuple[PictureKind, ...]]] = {
    "product": ("product", "food"),
    "animal": ("animal",),
    "vehicle": ("vehicle",),
}
"""What kind of picture is of a kind of subject."""

_COATS: Final = frozenset({"fur", "plumage", "coat", "feather", "feathers", "mane", "scale", "pelt"})
"""What covers most of an animal."""

_LIT: Final = frozenset(
    {
        "light", "lighting", "glow", "neon", "shadow", "ray", "beam", "flare", "hue", "tone", "tint", "palette",
        "colour", "color",
        "shade", "gradient", "grading", "grade", "mood", "atmosphere", "filter", "haze", "aura", "smoke", "flash",
        "laser",
    }
)  # fmt: skip
"""What is light and no thing; smoke takes any."""

_LOW: Final = {
    **dict.fromkeys(
        ("trousers", "trouser", "pants", "pant", "jeans", "skirt", "shorts", "slacks", "leggings", "chinos"), 3.0
    ),
    **dict.fromkeys(
        ("shoe", "shoes", "boot", "boots", "sneaker", "sneakers", "trainer", "loafers", "tights", "stockings"), 6.0
    ),
}
"""How many heights of the face lie between the chin and a garment, so that portraits do not show it."""


@dataclass(frozen=True, slots=True)
class Absence:
    """A colour that is not where the prompt has it.

    Attributes:
        where: the part of the picture: ``the hair``, ``the main subject``, ``the whole picture``.
        share: the largest share that may pass for it there.
        least: the share that it would have at least.
        evidence: the parts that were looked at.
    """

    where: str
    share: float
    least: float
    evidence: tuple[Evidence, ...]


def absent_colour(case: Case, look: Look) -> Absence | None:
    """Where the start frame lacks a colour that the prompt claims; None where it is there or that cannot be told."""
    if case.start is None:
        return None
    path, reference = case.picture_path, case.start[1]
    pixels = reference.pixels
    if pixels is None or pixels.monochrome or pixels.frame.coloured_light:
        return None
    if look.trait == "hair colour":
        return _absent_hair(path, reference, look)
    if _is_seldom_seen(look, reference):
        return None
    broad = look.noun.lower() in _BROAD
    whole = _absent(path, "the whole picture", [pixels.frame], look, _WIDE if broad else _FRAME)
    if whole is not None:
        return whole
    regions = reference.subject.regions if reference.subject is not None else ()
    subject = [region for region in regions if region.name == "subject"]
    if look.garment:
        worn = [region for region in regions if region.name == "garment" and region.pixels >= _LEAST_GARMENT]
        if worn:
            return _absent(path, "the clothing", worn, look, _GARMENT)
        return _absent(path, "the main subject", subject, look, _BODY) if not reference.faces else None
    boxes = _boxes_of(look, reference)
    found = _absent(path, f"the {look.noun.lower()}", boxes, look, _THING)
    if found is not None or not _is_main(case, look, reference):
        return found
    of_animals = reference.objects is not None and reference.objects.main_kind == "animal"
    return _absent(path, "the main subject", subject, look, _ANIMAL if of_animals else _SUBJECT)


def _absent(path: str, where: str, regions: list[Region], look: Look, least: _Least) -> Absence | None:
    """Whether every one of some regions lacks the colour."""
    families = seen_as(look.value)
    if not regions or not families or any(region.coloured_light for region in regions):
        return None
    vivid = is_vivid(look.value)
    shares = []
    for region in regions:
        for family in families:
            share, limit = region.share(family), least.of(family)
            if share >= limit and vivid and family not in _NEUTRAL:
                share, limit = region.vivid(family), least.vivid
            if share >= limit:
                return None
            shares.append((share, limit))
    share, limit = max(shares)
    return Absence(where, share, limit, tuple(_seen(path, where, regions)))


def _absent_hair(path: str, reference: ReferenceFacts, look: Look) -> Absence | None:
    faces = reference.faces or ()
    regions = [region for region in reference.subject.regions if region.name == "hair"] if reference.subject else []
    families = seen_as(look.value, "hair")
    if not regions or not families:
        return None
    shares = []
    for region in regions:
        face = faces[region.face] if region.face is not None and region.face < len(faces) else None
        if face is None or _is_hard_to_tell(region, face, families):
            return None
        dark = region.lightness.median < _MUCH_DARKER * face.lightness
        for family in families:
            share, limit = region.share(family), _least_of_hair(family, region)
            if family == "red" and is_vivid(look.value):
                share, limit = min((share, limit), (region.vivid(family), _VIVID_HAIR))
            if share >= limit and not (dark and family == "yellow"):
                return None
            shares.append((share, limit))
    share, limit = max(shares)
    return Absence("the hair", share, limit, tuple(_seen(path, "the hair", regions)))


def _least_of_hair(family: str, hair: Region) -> float:
    """The share that a colour of hair has at least; blonde hair in a low sun is not red all over."""
    reddish, vivid = _RED_HAIR
    is_red = family == "yellow" and hair.share("red") >= reddish and hair.vivid("red") >= vivid
    return _YELLOW_IN_RED if is_red else _HAIR[family]


def _is_hard_to_tell(hair: Region, face: Face, families: frozenset[str]) -> bool:
    """Light of one colour, a bald head, a hat, too little or mixed hair, and the dark, which hides all but black."""
    return (
        hair.coloured_light
        or (face.lightness < _DARK_FACE and families != {"black"})
        or hair.skin > _BARE
        or hair.pixels < _LEAST_HAIR
        or hair.unevenness > _UNEVEN
    )


def _is_seldom_seen(look: Look, reference: ReferenceFacts) -> bool:
    """Whether the thing may be in the clip and yet not, or hardly, in the picture."""
    noun = look.trait.rpartition(" ")[0]
    if noun in _SMALL or noun in _LIT or noun.endswith("light"):
        return True
    below = _LOW.get(noun)
    header, faces = reference.header, reference.faces or ()
    if below is None or header is None or not faces:
        return False
    return all(header.height - face.box.bottom < below * face.box.height for face in faces)


def _boxes_of(look: Look, reference: ReferenceFacts) -> list[Region]:
    """Where the detector found the thing; nowhere unless all places that may be it were looked at."""
    noun = look.trait.rpartition(" ")[0]
    thing = thing_called(noun)
    line = thing.line if thing is not None else ()
    named = {known.name for known in detector_classes() if noun in known.name.split() or known.thing in line} - _THIN
    seen = [found for found in (reference.objects.objects if reference.objects else ()) if found.name in named]
    regions = [found.colours for found in seen if found.colours is not None]
    return regions if len(regions) == len(seen) else []


def _is_main(case: Case, look: Look, reference: ReferenceFacts) -> bool:
    """Whether the thing is what prompt and picture are about."""
    main = main_subject(case.reading)
    objects = reference.objects
    if objects is None:
        return False
    if main is None or look.trait.rpartition(" ")[0] in _COATS:
        return objects.main_kind == "animal" and look.trait.rpartition(" ")[0] in _COATS
    if not main.start <= look.noun_start < main.end:
        return False
    kinds = _SHOWN.get(main.kind, ())
    if objects.main_kind is not None:
        return objects.main_kind in kinds
    return any(objects.kind(kind).verdict != "absent" for kind in kinds)


def _seen(path: str, where: str, regions: Iterable[Region]) -> Iterator[Evidence]:
    for region in regions:
        yield Evidence(f"{where}, as looked at", picture=path, box=region.box)
