"""The words of a timeline that its text and its drawing share."""

from __future__ import annotations

from promptlint.profiles.quantities import number_text
from promptlint.report.totals import counted
from promptlint.timeline import Counts, Timeline, TimelineShot


def clock(seconds: float | None) -> str:
    """A time as minutes and seconds: ``1:05``, with tenths where there are any."""
    if seconds is None:
        return "?"
    tenths = round(seconds * 10)
    minutes, rest = divmod(tenths, 600)
    whole, tenth = divmod(rest, 10)
    return f"{minutes}:{whole:02}" + (f".{tenth}" if tenth else "")


def length(seconds: float | None) -> str:
    """A length: ``5``, ``7.5``, ``?`` where it is not known."""
    return "?" if seconds is None else number_text(round(seconds, 1))


def length_and_window(shot: TimelineShot) -> str:
    """Both lengths: ``10 / 5 s``; ``~5`` is the figure for models in general, ``<5`` a window that is shorter."""
    window = shot.window
    if window is None:
        held = "?"
    else:
        held = f"{'~' if window.general else '<' if window.below else ''}{length(window.seconds)}"
    return f"{length(shot.seconds)} / {held} s"


def held_words(shot: TimelineShot) -> str:
    """Length and window in a sentence."""
    window = shot.window
    said = "Its length is not known" if shot.seconds is None else f"{length(shot.seconds)} s"
    if window is None or window.seconds is None:
        return f"{said}; how long the model holds a subject is not known."
    whose = "models in general hold" if window.general else "the model holds"
    most = f"less than {length(window.seconds)}" if window.below else length(window.seconds)
    verdict = f" {length(shot.over)} s lie beyond that." if shot.over else ""
    return f"{said}; {whose} a subject for {most} s.{verdict}"


def starting(shot: TimelineShot) -> str:
    """What a shot starts from, in words; empty where it starts from no other shot."""
    start = shot.starts_from
    if start is None:
        return ""
    what = "extends" if start.kind == "extend" else f"starts from the {start.frame} frame of"
    missing = "" if start.row is not None else " (not in this timeline)"
    return f"{what} {start.shot}{missing}"


def findings(counts: Counts) -> str:
    """Counts in words: ``1 error, 2 warnings``; empty where there are none."""
    return ", ".join(counted(number, severity.label) for severity, number in counts.by_severity.items() if number)


def summary(timeline: Timeline) -> str:
    """What the timeline holds, in a sentence or two."""
    parts = [f"{counted(len(timeline.shots), 'shot')} of {counted(timeline.files, 'file')}"]
    parts.append(f"{length(timeline.seconds)} s together")
    if timeline.unknown:
        parts.append(f"{timeline.unknown:,} of unknown length")
    too_long = sum(shot.too_long for shot in timeline.shots)
    if too_long:
        parts.append(f"{too_long:,} longer than the window")
    if timeline.chains:
        parts.append(counted(timeline.chains, "chain"))
    found = findings(timeline.findings)
    return f"{', '.join(parts)}. {found[0].upper() + found[1:] if found else 'No findings'}."
