"""What a picture looks like as a whole, by EfficientNet-Lite0 (Google 2020), which tells 1000 classes apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, ImageOps

from promptlint.facts.reference.decode import Decoded
from promptlint.facts.reference.model import PictureKind
from promptlint.facts.reference.networks.runtime import Network, run
from promptlint.facts.reference.things import kinds, things

INPUT_SIDE: Final = 224
"""The network takes squares of this many pixels."""
_LOOKED_AT: Final = 640
_BLEED: Final = 1 / 16
"""Share of the middle's sides that is cut away."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much a picture looks like things and like kinds of subjects, 0 to 1; persons are not among them.

    Attributes:
        best: share of the class that it looks like most.
    """

    best: float
    things: dict[str, float]
    kinds: dict[PictureKind, float]


def classify(picture: Decoded) -> Likeness:
    """What the classifier says of a picture.

    It is looked at whole, squeezed into a square, and in its middle, and the mean counts.
    """
    image = Image.fromarray(picture.rgb(_LOOKED_AT))
    side = (INPUT_SIDE, INPUT_SIDE)
    whole = image.resize(side, Image.Resampling.BICUBIC)
    middle = ImageOps.fit(image, side, Image.Resampling.BICUBIC, bleed=_BLEED)
    shares = run(Network.KINDS, np.stack([np.asarray(whole), np.asarray(middle)]))[0].mean(axis=0)
    return Likeness(
        round(float(shares.max()), 3),
        {name: round(float(shares[list(thing.classes)].sum()), 3) for name, thing in things().items()},
        {kind: round(float(shares[list(classes)].sum()), 3) for kind, classes in kinds().items()},
    )
