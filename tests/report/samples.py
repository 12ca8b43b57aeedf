"""Findings for the report tests."""

from pathlib import Path

from promptlint.finding import Confidence, Evidence, Finding, Fix, Severity, TextEdit
from promptlint.geometry import Box
from promptlint.run import RunResult
from promptlint.spec.model import Location
from promptlint.text import SourceFile, SourceText, Span

SPEC = """\
shots:
  - id: s01
    model: kling-2.6
    prompt: >-
      She turns
      to the window.
    duration: 20s
"""


def file_of(text: str, name: str = "shots/a.shot.yaml") -> SourceFile:
    return SourceFile(Path("/film") / name, name, SourceText(text))


def span_of(file: SourceFile, words: str) -> Span:
    start = file.source.text.index(words)
    return Span(start, start + len(words))


def finding(
    file: SourceFile,
    words: str | Span,
    message: str = "The clip is too long.",
    *,
    code: str = "D901",
    name: str = "demo-too-long",
    severity: Severity = Severity.WARNING,
    confidence: Confidence = Confidence.CERTAIN,
    advice: str = "Shorten it.",
    shot: str | None = "s01",
    evidence: tuple[Evidence, ...] = (),
    fix: Fix | None = None,
    alternatives: tuple[Fix, ...] = (),
) -> Finding:
    span = span_of(file, words) if isinstance(words, str) else words
    path = ("shots", 0, "duration")
    return Finding(
        code,
        name,
        severity,
        confidence,
        message,
        advice,
        file,
        span,
        path,
        shot,
        evidence,
        fix,
        alternatives=alternatives,
    )


def full() -> RunResult:
    """Every part of a finding, and three severities."""
    file = file_of(SPEC)
    at = span_of(file, "20s")
    long = finding(
        file,
        at,
        evidence=(
            Evidence("the model", Location(file, span_of(file, "kling-2.6"), ("shots", 0, "model"))),
            Evidence("the face", picture="refs/a b.png", box=Box(10, 20, 30, 40)),
        ),
        fix=Fix("Write 8s", (TextEdit(at, "8s"),)),
        alternatives=(Fix("Write 4s", (TextEdit(at, "4s"),), safe=False),),
    )
    prompt = finding(
        file,
        "She turns\n      to the window.",
        "The prompt is short.",
        code="M901",
        name="demo-static",
        severity=Severity.INFO,
        confidence=Confidence.LIKELY,
        advice="",
    )
    whole = finding(
        file_of("", "b.shot.yaml"),
        Span(0, 0),
        "The file is empty.",
        code="S901",
        name="demo-no-prompt",
        severity=Severity.ERROR,
        shot=None,
    )
    return RunResult([prompt, long, whole], files=2, shots=1)


HOSTILE = "\x1b[31m\r\n::error::x%0A\u202e,:\x00\x9b\u2028\ud800]]>&<\"'\ufffe"


def hostile() -> RunResult:
    """Control characters, and what CI systems take for a command, wherever a spec's text can get."""
    file = file_of(f"a: {HOSTILE}b\n", f"x{HOSTILE}.yaml")
    evidence = (Evidence(HOSTILE, picture=HOSTILE), Evidence(HOSTILE, Location(file, Span(0, 9))))
    fix = Fix(HOSTILE, (TextEdit(Span(0, 1), HOSTILE),))
    one = finding(
        file,
        Span(0, len(file.source.text)),
        HOSTILE,
        advice=HOSTILE,
        shot=HOSTILE,
        evidence=evidence,
        fix=fix,
        alternatives=(fix,),
    )
    return RunResult([one], files=1, shots=1)
