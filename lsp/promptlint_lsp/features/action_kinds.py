"""The kinds of code actions, which the server tells before anything else is loaded."""

from __future__ import annotations

from typing import Final

from lsprotocol import types

QUICK_FIX: Final = types.CodeActionKind.QuickFix.value
REWRITE: Final = types.CodeActionKind.RefactorRewrite.value
FIX_ALL: Final = f"{types.CodeActionKind.SourceFixAll.value}.promptlint"
KINDS: Final = (QUICK_FIX, REWRITE, FIX_ALL)
