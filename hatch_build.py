"""Build hook: a wheel carries the model profiles compiled, so that no run has to parse their YAML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileProfiles(BuildHookInterface):  # type: ignore[type-arg]
    """Writes ``compiled.jsonl`` beside the provider files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the files of the wheel are collected."""
        root = Path(self.root)
        sys.path.insert(0, str(root / "linter"))
        try:
            from promptlint.profiles.store import write_packaged

            compiled = write_packaged(root / "rules" / "promptlint_rules" / "models")
        finally:
            sys.path.pop(0)
        build_data["artifacts"].append(str(compiled.relative_to(root)))
