"""What a shot says that it is of."""

from __future__ import annotations

from promptlint.spec.model import Shot

KINDS_THAT_DRIFT = ("person", "product")
"""Subjects of which everyone sees when they change."""


def subject_kind(shot: Shot) -> str | None:
    """``person``, ``product`` or ``scene`` as the shot declares it; None where it does not."""
    subject = shot.subject.value if shot.subject else None
    if isinstance(subject, dict):
        subject = subject.get("kind", subject.get("type"))
    return subject if isinstance(subject, str) else None


def drifting_subject(shot: Shot) -> str | None:
    """The person, product or character that the shot is of."""
    kind = subject_kind(shot)
    if kind in KINDS_THAT_DRIFT:
        return kind
    return "character" if shot.characters is not None and shot.characters.value else None
