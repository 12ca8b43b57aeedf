"""The timeline for a terminal: a bar for each shot, its part beyond the window marked, and the links of chains."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from promptlint.finding import Severity
from promptlint.report.style import Style
from promptlint.report.timeline_words import clock, length_and_window, summary
from promptlint.report.visible import visible
from promptlint.report.width import widths
from promptlint.timeline import Counts, Timeline, TimelineShot

LEAST_BAR: Final = 10
MOST_BAR: Final = 60
MOST_NAME: Final = 20


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters of bars and links: within the window, behind it, not used; first, middle and last of a chain;
    what leads to another shot; where a name is cut."""

    within: str
    behind: str
    unused: str
    first: str
    middle: str
    last: str
    arrow: str
    cut: str


UNICODE: Final = Glyphs("█", "▒", "·", "┌", "├", "└", "←", "…")
ASCII: Final = Glyphs("=", "x", ".", ",", "|", "`", "<-", "~")


def render(timeline: Timeline, *, columns: int = 80, style: Style | None = None, plain: bool = False) -> str:
    """The timeline.

    Args:
        timeline: the shots.
        columns: the width of the terminal.
        style: terminal colours; none where it is left out.
        plain: whether only ASCII may be used.
    """
    if not timeline.shots:
        return "No shots.\n"
    drawing = _Drawing(timeline, columns, style or Style(False), ASCII if plain else UNICODE)
    return "\n".join([*drawing.lines(), "", summary(timeline), drawing.key()]) + "\n"


class _Drawing:
    def __init__(self, timeline: Timeline, columns: int, style: Style, glyphs: Glyphs) -> None:
        self.timeline = timeline
        self.style = style
        self.glyphs = glyphs
        shots = timeline.shots
        self.names = [_cut(visible(shot.id or "(no id)"), MOST_NAME, glyphs.cut) for shot in shots]
        self.lengths = [length_and_window(shot) for shot in shots]
        self.starts = [clock(shot.start) for shot in shots]
        self.name_width = max(map(_width, self.names))
        self.length_width = max(map(len, self.lengths))
        self.start_width = max(map(len, self.starts))
        notes = max(_width(self._note(shot, index)) for index, shot in enumerate(shots))
        found = max(len(_found(shot.findings)) for shot in shots)
        taken = self.start_width + self.name_width + self.length_width + notes + found + 10
        self.bar_width = max(LEAST_BAR, min(MOST_BAR, columns - taken))
        self.found_width = found
        self.per_column = timeline.longest / self.bar_width if timeline.longest else 1.0

    def lines(self) -> Iterator[str]:
        file = None
        for index, shot in enumerate(self.timeline.shots):
            if shot.file != file:
                if file is not None:
                    yield ""
                file = shot.file
                yield self.style.bold(visible(file))
            yield self._line(index, shot).rstrip()

    def key(self) -> str:
        """What the characters mean."""
        glyphs = self.glyphs
        return (
            f"{glyphs.within} within the window, {glyphs.behind} behind it, {glyphs.unused} window not used; "
            "~ models in general; E errors, W warnings, I infos"
        )

    def _line(self, index: int, shot: TimelineShot) -> str:
        name = self.names[index] + " " * (self.name_width - _width(self.names[index]))
        found = _found(shot.findings)
        marks = self._coloured(shot.findings) + " " * (self.found_width - len(found))
        start, length = self.starts[index].rjust(self.start_width), self.lengths[index].rjust(self.length_width)
        link = self.style.frame(self._link(index))
        return f"  {start} {link} {name} {self._bar(shot)} {length}  {marks} {self._note(shot, index)}"

    def _link(self, index: int) -> str:
        """A line that joins the shots that follow each other."""
        link = self.timeline.link(index)
        return getattr(self.glyphs, link) if link is not None else " "

    def _note(self, shot: TimelineShot, index: int) -> str:
        """What a shot starts from, where the link beside it does not say so: ``<- s05 first frame``."""
        start = shot.starts_from
        if start is None or self.timeline.follows(index):
            return ""
        what = " extended" if start.kind == "extend" else " first frame" if start.frame == "first" else ""
        missing = " (not here)" if start.row is None else ""
        return f"{self.glyphs.arrow} {_cut(visible(start.shot), MOST_NAME, self.glyphs.cut)}{what}{missing}"

    def _bar(self, shot: TimelineShot) -> str:
        glyphs, window = self.glyphs, shot.held_seconds
        if shot.seconds is None:
            text = "?" + glyphs.unused * max(self._columns(window) - 1, 0)
            return text + " " * (self.bar_width - len(text))
        whole = max(self._columns(shot.seconds), 1)
        behind = max(whole - self._columns(window), 1) if shot.too_long else 0
        unused = max(self._columns(window) - whole, 0) if not shot.too_long else 0
        bar = self.style.frame(glyphs.within * (whole - behind))
        general = shot.window is not None and shot.window.general
        bar += self.style.of(Severity.INFO if general else Severity.WARNING, glyphs.behind * behind)
        return bar + glyphs.unused * unused + " " * (self.bar_width - whole - unused)

    def _columns(self, seconds: float) -> int:
        return min(round(seconds / self.per_column), self.bar_width)

    def _coloured(self, counts: Counts) -> str:
        return " ".join(self.style.of(severity, text) for severity, text in _marks(counts))


def _found(counts: Counts) -> str:
    return " ".join(text for _, text in _marks(counts))


def _marks(counts: Counts) -> Iterator[tuple[Severity, str]]:
    for severity, number in counts.by_severity.items():
        if number:
            yield severity, f"{number}{severity.name[0]}"


def _width(text: str) -> int:
    return sum(widths(text))


def _cut(text: str, columns: int, mark: str) -> str:
    """The text in so many columns, its end cut off where it is longer."""
    if _width(text) <= columns:
        return text
    kept, taken = "", len(mark)
    for char, width in zip(text, widths(text), strict=True):
        taken += width
        if taken > columns:
            break
        kept += char
    return kept + mark
