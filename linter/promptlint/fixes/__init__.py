"""Making the fixes that findings carry: which go together, whether they do what they say, and writing the files."""

from promptlint.fixes.rounds import MOST_ROUNDS, Outcome, Refusal, make_fixes
from promptlint.fixes.texts import EditedText, Texts
from promptlint.fixes.verify import damage

__all__ = ["MOST_ROUNDS", "EditedText", "Outcome", "Refusal", "Texts", "damage", "make_fixes"]
