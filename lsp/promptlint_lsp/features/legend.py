"""The names of the semantic tokens, which the server tells before anything else is loaded."""

from __future__ import annotations

from typing import Final

from lsprotocol import types

_TYPES: Final = {
    "subject": types.SemanticTokenTypes.Class,
    "motion": types.SemanticTokenTypes.Function,
    "camera": types.SemanticTokenTypes.EnumMember,
    "appearance": types.SemanticTokenTypes.Property,
    "negation": types.SemanticTokenTypes.Keyword,
}
KINDS: Final = tuple(_TYPES)
"""The parts of a prompt, which are also the modifiers; a type has the number of its part."""

LEGEND: Final = types.SemanticTokensLegend([kind.value for kind in _TYPES.values()], list(KINDS))
