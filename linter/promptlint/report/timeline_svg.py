"""The timeline as a drawing that stands by itself: no scripts, no fonts, nothing from the network; light and dark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Final

from promptlint.finding import Severity
from promptlint.report.timeline_words import clock, findings, length_and_window, starting, summary
from promptlint.report.visible import visible
from promptlint.report.width import widths
from promptlint.timeline import Counts, Timeline, TimelineShot

WIDTH: Final = 960
ROW: Final = 26
STRIP: Final = 22
MARGIN: Final = 20
LANE: Final = 9
MOST_LANES: Final = 5
CHAR: Final = 7.4
"""Columns of text are about this wide at 13 px."""

_NOT_IN_XML: Final = re.compile("[\ufffe\uffff]")
_CLASSES: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info", None: "within"}
_STYLE: Final = """
    .timeline { --paper: #ffffff; --ink: #1f2430; --faint: #5d6475; --line: #d5d9e2; --within: #4a6fd0;
      --behind: #c2410c; --unused: #e4e8f2; --error: #b42318; --warning: #a15c07; --info: #0b6e99; }
    @media (prefers-color-scheme: dark) {
      .timeline { --paper: #14171f; --ink: #e8eaf0; --faint: #a2a9ba; --line: #343a49; --within: #7d9cf0;
        --behind: #fb923c; --unused: #2a3040; --error: #f97066; --warning: #fdb022; --info: #5cc8f2; }
    }
    .timeline { background: var(--paper); }
    .timeline text { font: 13px system-ui, sans-serif; fill: var(--ink); }
    .timeline .paper { fill: var(--paper); }
    .timeline .title { font-size: 17px; font-weight: 600; }
    .timeline .file { font-weight: 600; }
    .timeline .faint { fill: var(--faint); }
    .timeline .number { font-variant-numeric: tabular-nums; }
    .timeline .within { fill: var(--within); }
    .timeline .unused { fill: var(--unused); }
    .timeline .behind { fill: url(#timeline-stripes); }
    .timeline .error { fill: var(--error); }
    .timeline .warning { fill: var(--warning); }
    .timeline .info { fill: var(--info); }
    .timeline .link { fill: none; stroke: var(--faint); stroke-width: 1.5; }
    .timeline .head { fill: var(--faint); }
    .timeline .rule { stroke: var(--line); }
    .timeline .limit { stroke: var(--ink); stroke-width: 1.5; }
    .timeline .unknown { fill: none; stroke: var(--faint); stroke-dasharray: 3 3; }
"""
_STRIPES: Final = """\
    <pattern id="timeline-stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="6" height="6" style="fill: var(--behind)" />
      <rect width="2" height="6" style="fill: var(--paper); opacity: .45" />
    </pattern>"""


def render(timeline: Timeline) -> str:
    """The drawing, as an SVG document."""
    return _Drawing(timeline).document()


class _Drawing:
    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.tops = list(self._places())
        self.lanes = _lanes(timeline)
        self.height = (self.tops[-1][1] + ROW if self.tops else 96) + 64
        names = max((_columns(_name(shot)) for shot in timeline.shots), default=0)
        self.link_left = MARGIN + 58
        self.link_right = self.link_left + LANE * (max(self.lanes.values(), default=-1) + 1) + 8
        self.bar_left = self.link_right + min(names, 24) * CHAR + 14
        self.bar_right = WIDTH - MARGIN - 250
        self.per_second = (self.bar_right - self.bar_left) / timeline.longest if timeline.longest else 0.0

    def document(self) -> str:
        """The whole document."""
        words = _text(summary(self.timeline))
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="timeline" viewBox="0 0 {WIDTH} {_n(self.height)}" '
            f'width="{WIDTH}" height="{_n(self.height)}" role="img" aria-labelledby="timeline-title timeline-desc">'
        )
        parts = [
            head,
            '  <title id="timeline-title">Timeline of the shots</title>',
            f'  <desc id="timeline-desc">{words}</desc>',
            f"  <style>{_STYLE}  </style>",
            "  <defs>",
            _STRIPES,
            "  </defs>",
            f'  <rect class="paper" width="{WIDTH}" height="{_n(self.height)}" />',
            f'  <text class="title" x="{MARGIN}" y="34">Timeline</text>',
            f'  <text class="faint" x="{MARGIN + 90}" y="34">{words}</text>',
            *self._strip(),
        ]
        file = None
        for index, (shot, top) in enumerate(self.tops):
            if shot.file != file:
                file = shot.file
                parts.append(f'  <text class="file" x="{MARGIN}" y="{_n(top - 10)}">{_text(file)}</text>')
            parts += self._row(index, shot, top)
        parts += self._links()
        parts += self._key()
        return "\n".join([*parts, "</svg>", ""])

    def _places(self) -> Iterator[tuple[TimelineShot, float]]:
        """The shots with the upper edges of their rows."""
        top, file = 50.0 + STRIP + 14, None
        for shot in self.timeline.shots:
            if shot.file != file:
                file = shot.file
                top += 34
            yield shot, top
            top += ROW

    def _strip(self) -> Iterator[str]:
        """All shots of known length side by side, coloured by what was found in them."""
        total = self.timeline.seconds
        if not total:
            return
        yield '  <g role="presentation">'
        x, per_second = float(MARGIN), (WIDTH - 2 * MARGIN) / total
        for shot in self.timeline.shots:
            if shot.seconds is None:
                continue
            width = shot.seconds * per_second
            kind = _CLASSES[shot.findings.worst]
            yield (
                f'    <rect class="{kind}" x="{_n(x)}" y="50" width="{_n(max(width - 1, 0.5))}" height="{STRIP}">'
                f"<title>{_text(_told(shot))}</title></rect>"
            )
            x += width
        yield "  </g>"

    def _row(self, index: int, shot: TimelineShot, top: float) -> Iterator[str]:
        middle = top + ROW / 2 + 4.5
        name = _cut(_name(shot), 24)
        yield "  <g>"
        yield f"    <title>{_text(_told(shot))}</title>"
        yield (
            f'    <text class="faint number" x="{MARGIN + 48}" y="{_n(middle)}" text-anchor="end">'
            f"{clock(shot.start)}</text>"
        )
        yield f'    <text x="{_n(self.link_right + 4)}" y="{_n(middle)}">{_text(name)}</text>'
        yield from self._bar(shot, top + 5, ROW - 10)
        yield (
            f'    <text class="number" x="{_n(self.bar_right + 100)}" y="{_n(middle)}" text-anchor="end">'
            f"{_text(length_and_window(shot))}</text>"
        )
        yield from _marks(shot.findings, self.bar_right + 118, top + ROW / 2)
        yield "  </g>"

    def _bar(self, shot: TimelineShot, top: float, height: float) -> Iterator[str]:
        def rect(kind: str, start: float, end: float) -> str:
            x, width = self.bar_left + start * self.per_second, (end - start) * self.per_second
            size = f'y="{_n(top)}" width="{_n(width)}" height="{_n(height)}"'
            return f'    <rect class="{kind}" x="{_n(x)}" {size} rx="2" />'

        window = shot.held_seconds
        if shot.seconds is None:
            if window:
                yield rect("unknown", 0, window)
            yield f'    <text class="faint" x="{_n(self.bar_left + 6)}" y="{_n(top + height - 3)}">?</text>'
            return
        inside = shot.seconds - shot.over
        if window > shot.seconds:
            yield rect("unused", shot.seconds, window)
        yield rect("within", 0, inside)
        if shot.over:
            yield rect("behind", inside, shot.seconds)
        if window:
            x = self.bar_left + window * self.per_second
            yield f'    <path class="limit" d="M{_n(x)} {_n(top - 3)}V{_n(top + height + 3)}" />'

    def _links(self) -> Iterator[str]:
        """An arrow from each shot that is continued to the one that continues it."""
        for index, (shot, top) in enumerate(self.tops):
            start = shot.starts_from
            if start is None:
                continue
            y = top + ROW / 2
            if start.row is None or start.row == index:
                yield f'  <path class="link" stroke-dasharray="2 3" d="M{_n(self.link_right - 14)} {_n(y)}h10" />'
                continue
            source = self.tops[start.row][1] + ROW / 2
            x = self.link_right - 12 - self.lanes[index] * LANE
            yield (
                f'  <path class="link" d="M{_n(self.link_right)} {_n(source + 4)}H{_n(x)}V{_n(y - 2)}'
                f'H{_n(self.link_right - 3)}"><title>{_text(_told(shot))}</title></path>'
            )
            tip = self.link_right + 1
            yield f'  <path class="head" d="M{_n(tip)} {_n(y - 2)}l-5 -3.5v7z" />'

    def _key(self) -> Iterator[str]:
        y, x = self.height - 40, float(MARGIN)
        for kind, words in (("within", "within the window"), ("behind", "behind it"), ("unused", "window not used")):
            yield f'  <rect class="{kind}" x="{_n(x)}" y="{_n(y - 10)}" width="18" height="11" rx="2" />'
            yield f'  <text class="faint" x="{_n(x + 24)}" y="{_n(y)}">{words}</text>'
            x += 24 + len(words) * CHAR + 16
        yield f'  <text class="faint" x="{_n(x)}" y="{_n(y)}">~ window of models in general</text>'
        y, x = y + 22, float(MARGIN)
        for severity in sorted(Severity, reverse=True):
            yield f"  {_shape(severity, x + 9, y - 4.5)}"
            yield f'  <text class="faint" x="{_n(x + 24)}" y="{_n(y)}">{severity.label}s</text>'
            x += 24 + (len(severity.label) + 1) * CHAR + 16
        yield f'  <text class="faint" x="{_n(x)}" y="{_n(y)}">An arrow leads to the shot that goes on.</text>'


def _lanes(timeline: Timeline) -> dict[int, int]:
    """A lane for each link between two shots, so that links that pass each other stand apart."""
    lanes: dict[int, int] = {}
    ends: list[int] = []
    for index, shot in enumerate(timeline.shots):
        start = shot.starts_from
        if start is None or start.row is None or start.row == index:
            continue
        low, high = sorted((start.row, index))
        lane = next((lane for lane, end in enumerate(ends) if end <= low), len(ends))
        lane = min(lane, MOST_LANES - 1)
        if lane == len(ends):
            ends.append(high)
        ends[lane] = max(ends[lane], high)
        lanes[index] = lane
    return lanes


def _marks(counts: Counts, x: float, y: float) -> Iterator[str]:
    """The number of findings of each severity, each beside its own shape."""
    for severity, number in counts.by_severity.items():
        if number:
            yield f"    {_shape(severity, x, y)}"
            yield f'    <text class="number" x="{_n(x + 10)}" y="{_n(y + 4.5)}">{number}</text>'
            x += 22 + len(str(number)) * CHAR


def _shape(severity: Severity, x: float, y: float) -> str:
    """A square, a triangle or a disc around a point."""
    kind = _CLASSES[severity]
    match severity:
        case Severity.ERROR:
            return f'<path class="{kind}" d="M{_n(x - 5)} {_n(y - 5)}h10v10h-10z" />'
        case Severity.WARNING:
            return f'<path class="{kind}" d="M{_n(x)} {_n(y - 6)}l6.5 11.5h-13z" />'
        case _:
            return f'<circle class="{kind}" cx="{_n(x)}" cy="{_n(y)}" r="5" />'


def _told(shot: TimelineShot) -> str:
    """A shot in a sentence, for tooltips and for those who do not see the drawing."""
    parts = [
        f"{_name(shot)}, {length_and_window(shot)}",
        shot.model or "no model",
        starting(shot),
        findings(shot.findings),
    ]
    return f"{', '.join(part for part in parts if part)} ({shot.file}:{shot.line})"


def _name(shot: TimelineShot) -> str:
    return shot.id or "(no id)"


def _columns(text: str) -> int:
    return sum(widths(visible(text)))


def _cut(text: str, columns: int) -> str:
    return text if _columns(text) <= columns else f"{text[: columns - 1]}…"


def _text(text: str) -> str:
    """The text as XML takes it."""
    return escape(_NOT_IN_XML.sub("\ufffd", visible(text)))


def _n(number: float) -> str:
    """A number with at most one decimal."""
    return f"{number:.1f}".removesuffix(".0")
