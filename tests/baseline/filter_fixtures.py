"""Types of the fixtures that the tests of the filters share."""

from collections.abc import Callable
from typing import Any

Git = Callable[..., str]
Reported = Callable[..., list[dict[str, Any]]]
