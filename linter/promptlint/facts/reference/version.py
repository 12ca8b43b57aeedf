"""The version of the reference facts: a digest of this package's code and tables and of the networks' digests."""

from __future__ import annotations

import hashlib
from pathlib import Path

PACKAGE = Path(__file__).parent
NOTICE = PACKAGE / "networks" / "weights" / "NOTICE"
"""It names every weight file with its SHA-256."""


def _version() -> str:
    digest = hashlib.sha256(NOTICE.read_bytes() if NOTICE.exists() else b"")
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.tsv")]):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


REFERENCE_FACTS_VERSION = _version()
