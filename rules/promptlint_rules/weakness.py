"""What makes a reference weak, for the rules that ask more of a shot where its picture gives little."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts.reference.model import ReferenceFacts
from promptlint.picture_limits import GOOD_SIDE
from promptlint_rules.reference.heavy_compression import LEAST_QUALITY
from promptlint_rules.reference.subject_too_small import LEAST_SHARE


def weaknesses(reference: ReferenceFacts) -> Iterator[str]:
    """In a few words each, with their figures; what was not looked at is not weak."""
    header, pixels, subject = reference.header, reference.pixels, reference.subject
    if header is not None and header.short_side < GOOD_SIDE:
        yield f"{header.width} x {header.height} px"
    if header is not None and (header.jpeg_quality or 100) < LEAST_QUALITY:
        yield f"JPEG quality {header.jpeg_quality}"
    if pixels is not None and pixels.blurred:
        yield "soft or blurred"
    if pixels is not None and pixels.exposure.low_key:
        yield "dark almost everywhere"
    if subject is not None and subject.subject is not None and subject.subject.share < LEAST_SHARE:
        yield f"the subject takes {subject.subject.share:.0%} of it"
