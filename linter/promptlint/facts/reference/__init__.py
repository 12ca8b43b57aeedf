"""Reference facts: what a picture is and shows, computed in stages from its bytes and nothing else."""

from promptlint.facts.reference.model import (
    Caption,
    ColourShare,
    Exposure,
    Face,
    HeaderFacts,
    Lightness,
    PixelFacts,
    ReferenceFacts,
    Region,
    Stage,
    Subject,
    SubjectFacts,
    Swatch,
    TextBox,
    Unreadable,
)

__all__ = [
    "Caption",
    "ColourShare",
    "Exposure",
    "Face",
    "HeaderFacts",
    "Lightness",
    "PixelFacts",
    "ReferenceFacts",
    "Region",
    "Stage",
    "Subject",
    "SubjectFacts",
    "Swatch",
    "TextBox",
    "Unreadable",
]
