"""Fingerprints: the same finding before and after lines moved, without its line number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from promptlint.finding import Finding

_COLON: Final = re.compile(r"\s*:(?:\s|$)")


class Identity(NamedTuple):
    """What stays the same about a finding while the file around it changes.

    Attributes:
        rule: its code.
        file: the file's name.
        shot: the id of the shot that the place lies in; empty outside shots and where the file is one shot.
        path: the keys that lead to the place; list indices only where no shot's id stands for them.
        text: the underlined words with single blanks.
    """

    rule: str
    file: str
    shot: str
    path: str
    text: str


def identity_of(finding: Finding, file: str) -> Identity:
    """The identity of a finding in a file that goes by the given name."""
    keys = [step for step in finding.path if isinstance(step, str)]
    if "defaults" in keys:  # reported with the first shot that inherits it, which may become another one
        shot, steps = None, keys
    elif finding.shot is None or len(keys) == len(finding.path):
        shot, steps = None, [str(step) for step in finding.path]
    else:
        shot, steps = finding.shot, keys
    return Identity(finding.code, file, shot or "", ".".join(steps), _words(finding))


def with_fingerprints(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each finding with a fingerprint that no other of them has.

    It is made of the finding's identity and a running number among those that agree in it.
    """
    seen: dict[Identity, int] = {}
    for finding in findings:
        identity = identity_of(finding, finding.file.name)
        number = seen[identity] = seen.get(identity, -1) + 1
        text = "\0".join((*identity, str(number)))
        yield finding, blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _words(finding: Finding) -> str:
    """The underlined words; none where a mapping's first key stands for all of it, since keys change places."""
    text, (start, end) = finding.file.source.text, finding.span
    words = " ".join(text[start:end].split())
    own_key = bool(finding.path) and str(finding.path[-1]) == words.strip("'\"")
    return "" if not own_key and _COLON.match(text, end) else words
