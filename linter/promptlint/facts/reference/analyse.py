"""One picture from its bytes to its facts: a pure function, so that it can run in another process or elsewhere."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from promptlint.facts.reference.header import read_header
from promptlint.facts.reference.model import SEEN, HeaderFacts, ReferenceFacts, Stage, Unreadable
from promptlint.picture_limits import Limits

if TYPE_CHECKING:
    from promptlint.facts.reference.decode import Decoded


def analyse(data: bytes, stages: frozenset[Stage], limits: Limits) -> ReferenceFacts:
    """Look at a picture as far as the stages ask; what goes wrong is told in the facts, and never raised.

    Args:
        data: the file's bytes.
        stages: what is asked for; a later stage does not imply an earlier one in the result.
        limits: how many pixels may be decoded.
    """
    sha = sha256(data).hexdigest()
    header = read_header(data, limits)
    if isinstance(header, Unreadable):
        return ReferenceFacts(sha, header)
    facts = ReferenceFacts(sha, header=header)
    return _look(facts, data, header, stages) if stages & SEEN else facts


def _look(facts: ReferenceFacts, data: bytes, header: HeaderFacts, stages: frozenset[Stage]) -> ReferenceFacts:
    """Add the stages that need the pixels, up to the first that fails."""
    from promptlint.facts.reference.decode import DamagedError, Decoded

    try:
        picture = Decoded.decode(data, header)
        if Stage.PIXELS in stages:
            from promptlint.facts.reference.pixels import pixel_facts

            facts = replace(facts, pixels=pixel_facts(picture, header))
        if stages & {Stage.FACES, Stage.OBJECTS, Stage.SUBJECT}:
            facts = _people_and_things(facts, picture, stages)
        if Stage.TEXT in stages:
            from promptlint.facts.reference.text import find_text

            facts = replace(facts, text=find_text(picture))
        if Stage.COPY in stages:
            from promptlint.facts.reference.small_copy import small_copy

            facts = replace(facts, copy=small_copy(picture))
    except DamagedError as error:
        return replace(facts, unreadable=Unreadable("damaged", str(error)))
    except Exception as error:  # One picture must not end a run of hundreds.
        return replace(facts, unreadable=Unreadable("failed", f"{type(error).__name__}: {error}"))
    return facts


def _people_and_things(facts: ReferenceFacts, picture: Decoded, stages: frozenset[Stage]) -> ReferenceFacts:
    """Faces, objects and subject; the latter two are told with the help of the faces."""
    from promptlint.facts.reference.faces import find_faces

    faces = find_faces(picture)
    if Stage.FACES in stages:
        facts = replace(facts, faces=faces)
    if Stage.OBJECTS in stages:
        from promptlint.facts.reference.objects import find_objects

        facts = replace(facts, objects=find_objects(picture, faces))
    if Stage.SUBJECT in stages:
        from promptlint.facts.reference.subject import find_subject

        facts = replace(facts, subject=find_subject(picture, faces))
    return facts
