"""CIELAB lightness of pixels."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from promptlint.facts.reference.decode import Rgb

_CODES: Final = np.arange(256) / 255
_LINEAR: Final = np.where(_CODES <= 0.04045, _CODES / 12.92, ((_CODES + 0.055) / 1.055) ** 2.4)
_LUMINANCE: Final = (np.array([[0.2126], [0.7152], [0.0722]]) * _LINEAR).astype(np.float32)
"""What a code of each channel adds to Y (IEC 61966-2-1)."""
_KNEE: Final = (6 / 29) ** 3


def lightness(rgb: Rgb) -> NDArray[np.float32]:
    """L* (D65), 0 to 100, of pixels whose last axis is red, green, blue."""
    red, green, blue = (_LUMINANCE[channel][rgb[..., channel]] for channel in range(3))
    y = red + green + blue
    scaled: NDArray[np.float32] = np.where(y > _KNEE, 116 * np.cbrt(y) - 16, y * np.float32((29 / 3) ** 3))
    return scaled
