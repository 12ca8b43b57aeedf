"""Write the generated pages of the documentation; ``--check`` reports those that are out of date and writes nothing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import docs_models
from docsite import commands, format, regions, rules, samples, settings  # noqa: A004
from promptlint.registry import installed

ROOT: Final = Path(__file__).resolve().parent.parent
DOCS: Final = ROOT / "docs"


def wanted() -> Iterator[tuple[Path, str]]:
    """Every generated page with its text."""
    for name, text in rules.pages(installed()).items():
        yield DOCS / "rules" / name, text
    parts = {**format.parts(), **settings.parts(), **commands.parts(), **samples.parts()}
    for page in sorted([*DOCS.glob("*.md"), ROOT / "README.md"]):
        yield page, regions.filled(page.read_text("utf-8"), parts)


def main() -> int:
    """Write or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check: bool = parser.parse_args().check
    pages = dict(wanted())
    stale = [path for path, text in pages.items() if not path.exists() or path.read_text("utf-8") != text]
    gone = [path for path in sorted((DOCS / "rules").glob("*.md")) if path not in pages]
    if check:
        for path in [*stale, *gone]:
            print(f"{path.relative_to(ROOT)} is out of date; run `make docs`", file=sys.stderr)
        return docs_models.main(["--check"]) or bool(stale or gone)
    (DOCS / "rules").mkdir(exist_ok=True)
    for path in stale:
        path.write_text(pages[path], encoding="utf-8")
    for path in gone:
        path.unlink()
    return docs_models.main([])


if __name__ == "__main__":
    sys.exit(main())
