"""The version of the prompt facts: a digest of this package's code and of the weights' digest file."""

from __future__ import annotations

import hashlib
from pathlib import Path

PACKAGE = Path(__file__).parent
WEIGHTS_DIGEST = PACKAGE / "weights" / "DIGEST"


def digest_weights(folder: Path) -> str:
    """SHA-256 over names and contents of all weight files but the digest file itself."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != WEIGHTS_DIGEST.name:
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _version() -> str:
    digest = hashlib.sha256(WEIGHTS_DIGEST.read_bytes())
    for path in sorted(PACKAGE.glob("*.py")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


PROMPT_FACTS_VERSION = _version()
