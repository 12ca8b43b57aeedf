"""One picture from its bytes to its facts: a pure function, so that it can run in another process or elsewhere."""

from __future__ import annotations

from hashlib import sha256

from promptlint.facts.reference.header import read_header
from promptlint.facts.reference.locate import Limits
from promptlint.facts.reference.model import ReferenceFacts, Stage, Unreadable


def analyse(data: bytes, stages: frozenset[Stage], limits: Limits) -> ReferenceFacts:
    """Look at a picture as far as the stages ask; what goes wrong is told in the facts, and never raised.

    Args:
        data: the file's bytes.
        stages: what is asked for; a later stage does not imply an earlier one in the result.
        limits: how many pixels may be decoded.
    """
    header = read_header(data, limits)
    if isinstance(header, Unreadable):
        return ReferenceFacts(sha256(data).hexdigest(), header)
    return ReferenceFacts(sha256(data).hexdigest(), header=header)
