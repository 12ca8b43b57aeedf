"""Everyday names of colours."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import webcolors  # type: ignore[import-untyped]
from numpy.typing import NDArray

from promptlint.facts.reference.colour import Lab

_CSS: Final = {
    "black": "black", "dark grey": "dimgrey", "grey": "grey", "light grey": "lightgrey", "white": "white",
    "slate grey": "slategrey", "brown": "saddlebrown", "light brown": "peru", "tan": "tan", "beige": "antiquewhite",
    "ivory": "ivory", "red": "red", "dark red": "darkred", "crimson": "crimson", "tomato red": "tomato",
    "salmon": "salmon", "orange": "darkorange", "amber": "orange", "peach": "peachpuff", "yellow": "yellow",
    "gold": "gold", "olive": "olive", "khaki": "khaki", "green": "green", "dark green": "darkgreen",
    "lime green": "limegreen", "light green": "lightgreen", "sage": "darkseagreen", "emerald": "mediumseagreen",
    "olive green": "darkolivegreen", "teal": "teal", "turquoise": "turquoise", "pale turquoise": "paleturquoise",
    "light blue": "lightblue", "sky blue": "deepskyblue", "steel blue": "steelblue", "blue": "mediumblue",
    "bright blue": "dodgerblue", "cornflower blue": "cornflowerblue", "navy": "navy", "midnight blue": "midnightblue",
    "indigo": "indigo", "purple": "purple", "violet": "mediumorchid", "lilac": "plum", "lavender": "lavender",
    "magenta": "fuchsia", "pink": "lightpink", "hot pink": "hotpink",
}  # fmt: skip
"""Everyday names of CSS colours."""

_HEX: Final = {
    "charcoal": "#2f2f31", "dark brown": "#3b2717", "taupe": "#8a7a6c", "cream": "#f5ecd2", "chestnut": "#6b3524",
    "auburn": "#7b3a1e", "rust": "#a5461c", "terracotta": "#c1694f", "burgundy": "#5e1226", "maroon": "#4a0f12",
    "mustard": "#cf9f2b", "ochre": "#b97a2a", "blonde": "#d8bd84", "mint": "#b7e4cd", "moss green": "#5f6b34",
    "dark teal": "#0f3b42", "petrol blue": "#1f5566", "blue-grey": "#7d93a8", "dark slate": "#26323b",
    "dusty pink": "#c8939a", "mauve": "#94738f", "plum": "#5b2a55", "dark olive": "#33341c",
}  # fmt: skip
"""Everyday names that CSS does not have, or has for something else."""


def nearest_name(colour: tuple[float, float, float]) -> str:
    """The everyday name whose colour is nearest to one in CIELAB."""
    names, colours = _known()
    return names[int(((colours - np.array(colour)) ** 2).sum(axis=1).argmin())]


@cache
def _known() -> tuple[tuple[str, ...], NDArray[np.float64]]:
    rgb = {name: webcolors.name_to_rgb(css) for name, css in _CSS.items()}
    rgb |= {name: webcolors.hex_to_rgb(code) for name, code in _HEX.items()}
    lab = Lab.of(np.array([tuple(value) for value in rgb.values()], np.uint8))
    return tuple(rgb), np.stack([lab.light, lab.a, lab.b], axis=1).astype(np.float64)
