import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from samples import SPEC, file_of, finding, full, hostile

from promptlint import __version__
from promptlint.finding import Evidence, Finding
from promptlint.report import FORMATS, ReportOptions, render
from promptlint.report.fingerprint import with_fingerprints
from promptlint.run import RunResult

OPTIONS = ReportOptions()
SARIF_SCHEMA = json.loads(Path(__file__).with_name("data").joinpath("sarif-2.1.0.json").read_text("utf-8-sig"))


def test_json_is_the_contract() -> None:
    report = json.loads(render("json", full(), OPTIONS))
    assert report.keys() == {"version", "tool", "findings", "summary"}
    assert report["version"] == 1
    assert report["tool"] == {"name": "promptlint", "version": __version__}
    assert report["summary"] == {"files": 2, "shots": 1, "errors": 1, "warnings": 1, "infos": 1}
    assert report["findings"][1] == {
        "code": "D901",
        "name": "demo-too-long",
        "severity": "warning",
        "confidence": "certain",
        "message": "The clip is too long. Shorten it.",
        "file": "shots/a.shot.yaml",
        "shot": "s01",
        "path": ["shots", 0, "duration"],
        "range": {
            "start": {"line": 7, "column": 15, "offset": SPEC.index("20s")},
            "end": {"line": 7, "column": 18, "offset": SPEC.index("20s") + 3},
        },
        "evidence": [
            {
                "message": "the model",
                "file": "shots/a.shot.yaml",
                "range": {
                    "start": {"line": 3, "column": 12, "offset": SPEC.index("kling")},
                    "end": {"line": 3, "column": 21, "offset": SPEC.index("kling") + 9},
                },
            },
            {"message": "the face", "file": "refs/a b.png", "box": {"x": 10, "y": 20, "width": 30, "height": 40}},
        ],
        "fix": {
            "title": "Write 8s",
            "safe": True,
            "edits": [
                {
                    "range": {
                        "start": {"line": 7, "column": 15, "offset": SPEC.index("20s")},
                        "end": {"line": 7, "column": 18, "offset": SPEC.index("20s") + 3},
                    },
                    "text": "8s",
                }
            ],
        },
        "alternatives": [
            {
                "title": "Write 4s",
                "safe": False,
                "edits": [
                    {
                        "range": {
                            "start": {"line": 7, "column": 15, "offset": SPEC.index("20s")},
                            "end": {"line": 7, "column": 18, "offset": SPEC.index("20s") + 3},
                        },
                        "text": "4s",
                    }
                ],
            }
        ],
        "url": "https://promptlint.github.io/rules/demo-too-long/",
    }
    assert report["findings"][0]["fix"] is None
    assert report["findings"][2]["shot"] is None


def test_json_counts_code_points() -> None:
    report = json.loads(render("json", RunResult([finding(file_of("a: 👋🏽 wave\n"), "wave")]), OPTIONS))
    assert report["findings"][0]["range"]["start"] == {"line": 1, "column": 7, "offset": 6}


def test_json_evidence_without_a_place_has_that_of_the_finding() -> None:
    bare = replace(full().findings[1], evidence=(Evidence("as everybody knows"),))
    evidence = json.loads(render("json", RunResult([bare]), OPTIONS))["findings"][0]["evidence"][0]
    assert evidence.keys() == {"message", "file", "range"}


@pytest.mark.parametrize("result", [RunResult(), full(), hostile()])
def test_sarif_follows_the_official_schema(result: RunResult) -> None:
    report = json.loads(render("sarif", result, OPTIONS))
    errors = list(Draft202012Validator(SARIF_SCHEMA).iter_errors(report))
    assert errors == []


def test_sarif_content() -> None:
    run = json.loads(render("sarif", full(), OPTIONS))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["D901", "M901", "S901"]
    assert rules[0]["help"]["markdown"].startswith("Reports clips of more than 8 s.")
    result: dict[str, Any] = run["results"][1]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "D901"
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "shots/a.shot.yaml", "uriBaseId": "ROOT"},
        "region": {"startLine": 7, "startColumn": 15, "endLine": 7, "endColumn": 18},
    }
    related = [place["physicalLocation"]["artifactLocation"]["uri"] for place in result["relatedLocations"]]
    assert related == ["shots/a.shot.yaml", "refs/a%20b.png"]
    texts = [fix["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] for fix in result["fixes"]]
    assert texts == ["8s", "4s"]
    assert [entry["level"] for entry in run["results"]] == ["note", "warning", "error"]


def test_github() -> None:
    assert render("github", full(), OPTIONS).splitlines() == [
        "::notice file=shots/a.shot.yaml,line=5,endLine=6,title=M901 demo-static::The prompt is short.",
        "::warning file=shots/a.shot.yaml,line=7,endLine=7,col=15,endColumn=18,title=D901 demo-too-long"
        "::The clip is too long. Shorten it.",
        "::error file=b.shot.yaml,line=1,endLine=1,col=1,endColumn=1,title=S901 demo-no-prompt"
        "::The file is empty. Shorten it.",
    ]


def test_github_escapes() -> None:
    file = file_of("a: b\n", "a,b:c%.yaml")
    line = render("github", RunResult([finding(file, "b", "50%\r\n::error::gone", advice="")]), OPTIONS)
    assert line == (
        "::warning file=a%2Cb%3Ac%25.yaml,line=1,endLine=1,col=4,endColumn=5,title=D901 demo-too-long"
        "::50%25%0A::error::gone\n"
    )


def test_gitlab() -> None:
    issues = json.loads(render("gitlab", full(), OPTIONS))
    assert [issue["severity"] for issue in issues] == ["info", "minor", "major"]
    assert issues[1]["location"] == {
        "path": "shots/a.shot.yaml",
        "positions": {"begin": {"line": 7, "column": 15}, "end": {"line": 7, "column": 18}},
    }
    assert issues[1]["check_name"] == "demo-too-long"
    assert len({issue["fingerprint"] for issue in issues}) == 3


def fingerprints(*findings: Finding) -> list[str]:
    return [fingerprint for _, fingerprint in with_fingerprints(findings)]


def test_fingerprints_survive_moved_lines() -> None:
    before = finding(file_of("a: x   y\n"), "x   y")
    after = finding(file_of("# new\n\na:\n  x y\n"), "x y")
    other = finding(file_of("a: z\n"), "z")
    assert fingerprints(before) == fingerprints(after)
    assert fingerprints(before) != fingerprints(other)
    assert len(set(fingerprints(before, before))) == 2


def test_junit() -> None:
    junitparser = pytest.importorskip("junitparser")
    suites = list(junitparser.JUnitXml.fromstring(render("junit", full(), OPTIONS)))
    assert [(suite.name, suite.tests, suite.failures) for suite in suites] == [
        ("shots/a.shot.yaml", 2, 2),
        ("b.shot.yaml", 1, 1),
    ]
    case = list(suites[0])[1]
    assert case.name == "D901 demo-too-long (7:15)"
    assert case.result[0].type == "warning"
    assert case.result[0].text == "shots/a.shot.yaml:7:15: The clip is too long. Shorten it."
    clean = list(junitparser.JUnitXml.fromstring(render("junit", RunResult(), OPTIONS)))
    assert [(suite.tests, suite.failures) for suite in clean] == [(1, 0)]


@pytest.mark.parametrize("output_format", FORMATS)
def test_no_control_character_gets_through(output_format: str) -> None:
    report = render(output_format, hostile(), OPTIONS)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2028\ud800]", report)
    if output_format == "github":
        assert report.count("\n") == 1
    if output_format == "junit":
        pytest.importorskip("junitparser").JUnitXml.fromstring(report)


@pytest.mark.parametrize("output_format", FORMATS)
def test_a_report_without_findings(output_format: str) -> None:
    report = render(output_format, RunResult(), OPTIONS)
    assert report.endswith("\n") or output_format == "github"
