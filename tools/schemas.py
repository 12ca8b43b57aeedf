"""Writes the JSON Schema of the format from the table of fields; ``--check`` only says whether it is up to date."""

from __future__ import annotations

import sys
from pathlib import Path

from promptlint.spec.schema import SCHEMA_FILE, render_schema

TARGET = Path(__file__).resolve().parents[1] / "linter" / "promptlint" / "spec" / SCHEMA_FILE


def main(arguments: list[str]) -> int:
    """Write the file, or compare it."""
    text = render_schema()
    if "--check" in arguments:
        if TARGET.is_file() and TARGET.read_text("utf-8") == text:
            return 0
        print(f"{TARGET.name} is out of date: run `python tools/schemas.py`.", file=sys.stderr)
        return 1
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
