"""The traits that no rule of their own compares: eyes, skin, length and texture of hair."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint_rules.conflict._case import Case, Claim

_FURTHER: Final = frozenset({"eye colour", "skin tone", "hair length", "hair texture"})


def further_claims(case: Case) -> Iterator[Claim]:
    """What the prompt claims of these traits."""
    return (claim for claim in case.claims if claim.look.trait in _FURTHER)
