"""Draw the pictures of the documentation from the examples: the report in a headless browser, and a reference."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PIL import Image

from browser import Browser, find_browser
from promptlint.config.finder import ConfigFinder
from promptlint.project import read_projects
from promptlint.report import ReportOptions, render
from promptlint.report.picture_sheets import draw_sheets
from promptlint.run import RunRequest, run

ROOT: Final = Path(__file__).resolve().parent.parent
PROJECT: Final = Path("examples") / "character-drama"
SPEC: Final = PROJECT / "shots" / "01-kitchen.yaml"
IMAGES: Final = ROOT / "docs" / "images"
COLOURS: Final = 200
"""A page has few colours; so many keep the pictures small and the photographs on them smooth."""


def page() -> str:
    """The report of an example."""
    request = RunRequest(ConfigFinder(), date.today())
    result = run([PROJECT], request)
    return render("html", result, ReportOptions(projects=tuple(read_projects([PROJECT], request, result.surroundings))))


def draw(browser: Browser, report: Path) -> None:
    """The head of the page by day, a shot by night."""
    browser.resize(1200, 1010)
    browser.prefer("light")
    browser.open(report)
    _save(browser, "report-overview.png")
    browser.prefer("dark")
    browser.value("document.querySelector('article.shot:has(.found)').scrollIntoView()")
    _save(browser, "report-shot.png")


def draw_reference() -> None:
    """A reference with what was found in it, as ``promptlint inspect --image`` draws it."""
    with TemporaryDirectory() as folder:
        draw_sheets([SPEC], ConfigFinder(), date.today(), Path(folder))
        with Image.open(Path(folder) / "mara-three-quarter.png") as sheet:
            sheet.thumbnail((1000, 1000))
            sheet.save(IMAGES / "inspect-reference.png")
    _reduce(IMAGES / "inspect-reference.png")


def _save(browser: Browser, name: str) -> None:
    browser.screenshot(IMAGES / name)
    _reduce(IMAGES / name)


def _reduce(path: Path) -> None:
    with Image.open(path) as image:
        small = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def main() -> int:
    """Draw all."""
    program = find_browser()
    if program is None:
        print("No Chromium is installed, which draws the pictures.", file=sys.stderr)
        return 1
    os.chdir(ROOT)
    IMAGES.mkdir(exist_ok=True)
    draw_reference()
    with TemporaryDirectory() as folder, Browser(program) as browser:
        report = Path(folder) / "report.html"
        report.write_text(page(), encoding="utf-8")
        draw(browser, report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
