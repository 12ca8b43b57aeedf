"""A project's phrases are rules like any other, wherever rules are named, selected, kept or described."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from promptlint import registry
from promptlint.__main__ import main

CONFIG = """
[[phrases]]
code = "STU101"
name = "no-golden-hour"
words = "golden hour"
message = "The house look has no golden hour."
severity = "error"
replacement = "low sun"

[[phrases]]
code = "STU102"
regex = "fog|mist"
in = ["prompt", "negative_prompt"]
message = "No weather."
advice = "Ask \\u001b[31mAda."
"""
SPEC = "shots:\n  - {id: a, model: kling-2.6, duration: 5s, prompt: Golden hour fog.}\n  - {id: b, prompt: Fog.}\n"


@pytest.fixture(autouse=True)
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "promptlint.toml").write_text(CONFIG)
    (tmp_path / "a.shot.yaml").write_text(SPEC)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(arguments) == code
    captured = capsys.readouterr()
    return captured.err if code == 2 else captured.out


def codes(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    out = run(capsys, "--fail-on", "never", "--output-format", "json", *arguments)
    return [finding["code"] for finding in json.loads(out)["findings"] if finding["code"].startswith("STU")]


def configure(film: Path, before: str = "", config: str = CONFIG) -> None:
    (film / "promptlint.toml").write_text(f"{before}\n{config}")


ALL = ["STU101", "STU102", "STU102"]


@pytest.mark.parametrize(
    ("before", "arguments", "found"),
    [
        ("", [], ALL),
        ('select = ["D"]', [], []),
        ('select = ["D"]\nextend-select = ["no-golden-hour"]', [], ["STU101"]),
        ('ignore = ["STU"]', [], []),
        ('ignore = ["stu"]', [], []),
        ('ignore = ["stu102"]', [], ["STU101"]),
        ('ignore = ["S"]', [], ALL),
        ('ignore = ["STU1"]', [], []),
        ('preset = "limits-only"', [], ALL),
        ('preset = "limits-only"\nignore = ["STU"]', [], []),
        ("", ["--preset", "limits-only"], ALL),
        ("", ["--select", "D"], []),
        ("", ["--select", "S"], []),
        ("", ["--select", "STU102"], ["STU102", "STU102"]),
        ("", ["--ignore", "no-golden-hour"], ["STU102", "STU102"]),
        ('per-file-ignores = {"*.shot.yaml" = ["STU101"]}', [], ["STU102", "STU102"]),
    ],
)
def test_selection(
    film: Path, capsys: pytest.CaptureFixture[str], before: str, arguments: list[str], found: list[str]
) -> None:
    configure(film, before)
    assert codes(capsys, *arguments) == found
    assert codes(capsys, *arguments) == found, "from the cache"


def test_severity_and_exit_code(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "--select", "STU101", "--fail-on", "error", code=1)
    configure(film, 'severity = {STU = "info", no-golden-hour = "warning"}')
    findings = json.loads(run(capsys, "--select", "STU", "--output-format", "json", code=1))["findings"]
    assert [finding["severity"] for finding in findings] == ["warning", "info", "info"]


def test_a_changed_phrase_is_not_answered_from_the_cache(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert codes(capsys) == ALL
    configure(film, config=CONFIG.replace("fog|mist", "mist"))
    assert codes(capsys) == ["STU101"]


def test_suppressions(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = "id: a\nprompt: Golden hour fog.  # promptlint: disable=no-golden-hour,STU102 -- agreed\n"
    (film / "a.shot.yaml").write_text(spec)
    assert codes(capsys) == []


def test_baseline(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "--select", "STU", "--write-baseline")
    assert codes(capsys) == []
    (film / "a.shot.yaml").write_text(SPEC.replace("Fog.", "Fog and mist."))
    assert codes(capsys) == ["STU102"]


def test_rules_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "rules")
    assert "STU101  no-golden-hour" in out
    assert "STU102  stu102" in out
    listed = {rule["code"]: rule for rule in json.loads(run(capsys, "rules", "--output-format", "json"))["rules"]}
    assert listed["STU101"]["severity"] == "error"
    assert listed["STU101"]["enabled"] is True
    assert listed["STU101"]["url"] is None
    assert listed["D901"]["url"].startswith("https://")


@pytest.mark.parametrize("name", ["STU102", "stu102"])
def test_rule_describes_them(film: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    page = run(capsys, "rule", name)
    assert page.startswith("# stu102 (STU102)\n\nNo weather.\n")
    assert "`fog|mist`" in page
    assert "the prompt and the negative prompt" in page
    assert "- promptlint.toml:10\n" in page
    assert "\x1b" not in page
    (film / "other.toml").write_text(CONFIG.replace("STU102", "STU103"))
    assert run(capsys, "rule", "STU103", "--config", "other.toml").startswith("# stu103 (STU103)")
    assert "No rule is called `STU103`" in run(capsys, "rule", "STU103", code=2)


def test_sarif_describes_them(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in ("fresh", "from the cache"):
        out = run(capsys, "--fail-on", "never", "--output-format", "sarif")
        rules = {rule["id"]: rule for rule in json.loads(out)["runs"][0]["tool"]["driver"]["rules"]}
        assert rules["STU101"]["shortDescription"]["text"] == "The house look has no golden hour."
        assert rules["STU101"]["defaultConfiguration"]["level"] == "error"
        assert "helpUri" not in rules["STU101"]


def test_config_shows_them(capsys: pytest.CaptureFixture[str]) -> None:
    shown = json.loads(run(capsys, "config", "--show", ".", "--output-format", "json"))["settings"]["phrases"]
    assert shown["value"][0] == {
        "code": "STU101",
        "name": "no-golden-hour",
        "message": "The house look has no golden hour.",
        "words": ["golden hour"],
        "in": ["prompt"],
        "severity": "error",
        "confidence": "certain",
        "replacement": "low sun",
    }
    assert shown["value"][1]["regex"] == "fog|mist"
    assert shown["origins"] == [{"kind": "file", "name": "promptlint.toml", "key": "phrases", "line": 2}]


def test_each_project_has_its_own(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = film / "other"
    other.mkdir()
    (other / "promptlint.toml").write_text(CONFIG.replace("fog|mist", "sun"))
    (other / "b.shot.yaml").write_text("id: a\nprompt: Sun and fog.\n")
    assert codes(capsys) == [*ALL, "STU102"]


@pytest.mark.parametrize("changed", ["code = 'D102'", "regex = '('", "words = 'x'", "code = 'STU101'", "nam = 'x'"])
def test_mistakes_name_their_place(film: Path, capsys: pytest.CaptureFixture[str], changed: str) -> None:
    first, mark, second = CONFIG.rpartition("[[phrases]]")
    key = changed.split(maxsplit=1)[0]
    lines = [line for line in second.splitlines() if not line.startswith(f"{key} =")]
    configure(film, config=f"{first}{mark}\n{changed}\n" + "\n".join(lines))
    message = run(capsys, code=2)
    assert message.startswith(f"promptlint: error: promptlint.toml:{11 if key == 'words' else 12}: ")


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (
            "STU101",
            "DEM101",
            "promptlint.toml:3: `DEM101` begins with DEM, as the installed rule DEM901 (demo-own) does.",
        ),
        ("no-golden-hour", "demo-own", "promptlint.toml:3: the name `demo-own` is taken by the rule DEM901."),
    ],
)
def test_installed_rules_keep_their_letters_and_names(
    film: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    before: str,
    after: str,
    message: str,
) -> None:
    package = film / "own_rules"
    (package / "own").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "own" / "own.py").write_text(
        "from promptlint.finding import Severity\nfrom promptlint.rule import shot_rule\n"
        "@shot_rule(code='DEM901', name='demo-own', severity=Severity.INFO, summary='x', sources=())\n"
        "def own(shot, facts):\n    return ()\n"
    )
    monkeypatch.syspath_prepend(str(film))
    entries = [SimpleNamespace(name="builtin", value="demo_rules"), SimpleNamespace(name="own", value="own_rules")]
    monkeypatch.setattr(registry, "entry_points", lambda group: entries)
    registry.installed.cache_clear()
    configure(film, config=CONFIG.replace(before, after))
    assert message in run(capsys, code=2)
    for name in [name for name in sys.modules if name.split(".")[0] == "own_rules"]:
        del sys.modules[name]


def test_a_run_with_words_only_stays_light(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import subprocess

    configure(film, 'select = ["STU"]')
    script = (
        "import sys; from promptlint.__main__ import main; code = main(['--no-cache', '-q']);"
        "print(code, *sorted({'spacy', 'numpy', 'jsonschema'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", script], cwd=film, capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-1] == "1"
