"""Where promptlint keeps files of its own. Imports nothing of the program, for commands that must start fast."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """Where promptlint keeps what it can compute again: ``PROMPTLINT_CACHE_DIR``, else the user's cache folder."""
    own = os.environ.get("PROMPTLINT_CACHE_DIR")
    if own:
        return Path(own)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "promptlint"
