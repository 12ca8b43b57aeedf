"""Fingerprints: the same finding before and after lines moved, without its line number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from promptlint.finding import Finding


def with_fingerprints(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each finding with a fingerprint that no other of them has.

    It is made of the rule, the file, the shot, the keys that lead to the place (not the list indices where the shot has
    an id), the underlined words without their white space, and a running number among those that agree in all this.
    """
    seen: dict[str, int] = {}
    for finding in findings:
        identity = _identity(finding)
        number = seen[identity] = seen.get(identity, -1) + 1
        yield finding, blake2b(f"{identity}\0{number}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _identity(finding: Finding) -> str:
    keys = [str(step) for step in finding.path if finding.shot is None or isinstance(step, str)]
    snippet = " ".join(finding.file.source.text[finding.span.start : finding.span.end].split())
    return "\0".join((finding.code, finding.file.name, finding.shot or "", ".".join(keys), snippet))
