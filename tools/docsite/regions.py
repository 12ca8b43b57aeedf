"""Generated regions of pages that are otherwise written by hand.

A region stands between ``<!-- generated: NAME -->`` and ``<!-- end: NAME -->``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_REGION: Final = re.compile(r"(<!-- generated: ([\w-]+) -->\n).*?(<!-- end: \2 -->)", re.DOTALL)


def filled(text: str, parts: Mapping[str, str]) -> str:
    """The page with every region replaced.

    Raises:
        KeyError: a region has no generator.
    """
    return _REGION.sub(lambda match: f"{match[1]}\n{parts[match[2]].strip()}\n\n{match[3]}", text)
