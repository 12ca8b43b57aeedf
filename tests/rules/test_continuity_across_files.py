"""Continuity over several files: the project is loaded, only the given files are reported."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from promptlint.__main__ import main
from promptlint.config import ConfigFinder, Overrides
from promptlint.facts.prompt import PromptAnalyser
from promptlint.finding import Finding
from promptlint.run import RunRequest, run

BIBLE = """\
defaults: {model: kling-2.6}
characters:
  mara:
    image: refs/mara.png
    age: 28
    description: 28-year-old woman, blue-grey eyes, short dark auburn hair
"""
KITCHEN = """\
extends: ../bible.yaml
shots:
  - {id: k1, characters: [mara], image: ../refs/mara.png, prompt: The woman with blue eyes waits.}
"""
WINDOW = """\
extends: ../bible.yaml
shots:
  - id: w1
    characters: [mara]
    model: hailuo-2.3
    image: {from: k1, frame: last}
    prompt: The 35-year-old woman waits.
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compiled model profiles, made once; results of runs are told apart by their paths and contents."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def film(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a bible and two files of shots; nothing says yet that it is a project."""
    folder = tmp_path / "film"
    write(folder, {"bible.yaml": BIBLE, "shots/01-kitchen.yaml": KITCHEN, "shots/02-window.yaml": WINDOW})
    monkeypatch.setenv("PROMPTLINT_CACHE_DIR", str(cache))
    monkeypatch.chdir(folder)
    return folder


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def lint(
    *paths: str, select: str = "K", stdin: tuple[Path, bytes] | None = None, project: bool = False
) -> list[Finding]:
    finder = ConfigFinder(Overrides(select=tuple(select.split(","))), folders=(Path.cwd(), *map(Path, paths)))
    request = RunRequest(finder, date(2026, 11, 1), stdin, project=project)
    return run([Path(path) for path in paths], request).findings


def shown(findings: list[Finding]) -> list[str]:
    return [f"{Path(f.file.name).name} {f.code} {f.file.source.text[f.span.start : f.span.end]}" for f in findings]


MARKS = {
    "promptlint.toml": "",
    ".promptlint.toml": "",
    "pyproject.toml": "[tool.promptlint]\n",
    ".git/HEAD": "",
}


@pytest.mark.parametrize("mark", MARKS)
def test_the_project_is_loaded_and_only_the_given_file_reported(film: Path, mark: str) -> None:
    write(film, {mark: MARKS[mark]})
    kitchen, window = "01-kitchen.yaml K601 blue", ["02-window.yaml K606 hailuo-2.3", "02-window.yaml K605 35-year-old"]
    assert shown(lint("shots/01-kitchen.yaml")) == [kitchen]
    assert shown(lint("shots/02-window.yaml")) == window
    assert shown(lint("shots/02-window.yaml", project=True)) == [kitchen, *window]
    assert shown(lint(".")) == [kitchen, *window]


def test_evidence_lies_in_the_other_files(film: Path) -> None:
    write(film, {"promptlint.toml": ""})
    model, age = lint("shots/02-window.yaml")
    for finding, name, words in ((model, "bible.yaml", "kling-2.6"), (age, "bible.yaml", "28")):
        (evidence,) = finding.evidence
        assert evidence.location is not None
        assert evidence.location.file.path.name == name
        assert evidence.location.file.source.text[slice(*evidence.location.span)] == words
    assert {finding.shot for finding in (model, age)} == {"w1"}


def test_where_the_project_is_not_known_only_the_given_files_count(film: Path) -> None:
    assert shown(lint("shots/02-window.yaml")) == ["02-window.yaml K605 35-year-old"]
    assert len(lint("shots/02-window.yaml", project=True)) == 3
    spare = {"spare.shot.yaml": "characters: {tomas: {age: 61}}\nshots: [{id: x, prompt: Rain.}]\n"}
    write(film, spare)
    assert not lint("spare.shot.yaml", select="K608")
    assert shown(lint(".", select="K608")) == ["spare.shot.yaml K608 tomas"]
    write(film, {"promptlint.toml": ""})
    assert shown(lint("spare.shot.yaml", select="K608")) == ["spare.shot.yaml K608 tomas"]


def test_an_unsaved_text_is_compared_with_the_files_on_disk(film: Path) -> None:
    write(film, {"promptlint.toml": ""})
    text = WINDOW.replace("35-year-old woman", "woman with green eyes")
    assert shown(lint(stdin=(Path("shots/02-window.yaml"), text.encode()))) == [
        "02-window.yaml K606 hailuo-2.3",
        "02-window.yaml K601 green",
    ]


def test_a_file_that_is_only_extended_is_not_reported(film: Path) -> None:
    directive = "# promptlint: disable-file=K604 -- a sketch\n"
    write(film, {"promptlint.toml": "", "shots/bible.yaml": directive + BIBLE, "bible.yaml": ""})
    for name, text in (("01-kitchen", KITCHEN), ("02-window", WINDOW)):
        write(film, {f"shots/{name}.yaml": text.replace("../bible", "bible")})
    assert {Path(f.file.name).name for f in lint("shots/01-kitchen.yaml", select="K,S")} == {"01-kitchen.yaml"}
    assert not lint("shots/bible.yaml", select="K,S")


def test_what_a_file_extends_is_reported_for_its_own_shots(film: Path) -> None:
    write(
        film,
        {"promptlint.toml": "", "bible.yaml": BIBLE.replace("kling-2.6", "hailuo-2.3, duration: 10, image: a.png")},
    )
    write(film, {"shots/01-kitchen.yaml": KITCHEN.replace(", image: ../refs/mara.png", "")})
    write(film, {"shots/02-window.yaml": WINDOW.replace("{from: k1, frame: last}", "b.png\n    duration: 5")})
    assert shown(lint("shots/01-kitchen.yaml", select="D302")) == ["bible.yaml D302 10"]
    assert not lint("shots/02-window.yaml", select="D302")


SINGLE = "characters: [mara]\nmodel: kling-2.6\nprompt: She waits.\nduration: 5\n"
CHAIN = {
    "s1.shot.yaml": f"id: s1\nimage: m.png\n{SINGLE}",
    "s2.shot.yaml": f"id: s2\nimage: {{from: s1}}\n{SINGLE}",
    "s10.shot.yaml": f"id: s10\nimage: m.png\n{SINGLE}",
}


def test_a_chain_breaks_between_files(film: Path) -> None:
    write(film, {"promptlint.toml": "", **CHAIN})
    assert shown(lint(".", select="D304")) == ["s10.shot.yaml D304 m.png"]
    assert shown(lint("s10.shot.yaml", select="D304")) == ["s10.shot.yaml D304 m.png"]
    assert not lint("s1.shot.yaml", "s2.shot.yaml", select="D304")


def test_an_order_decides_what_comes_after_what(film: Path) -> None:
    write(film, {"promptlint.toml": "", **CHAIN, "s10.shot.yaml": f"order: 1\n{CHAIN['s10.shot.yaml']}"})
    assert not lint(".", select="D304")
    write(film, {"s2.shot.yaml": f"order: 0\n{CHAIN['s2.shot.yaml']}"})
    assert "s2.shot.yaml D304 s1" in shown(lint("s2.shot.yaml", select="D304"))


def test_only_numbers_in_names_make_a_link_a_late_one(film: Path) -> None:
    late = {"window.shot.yaml": CHAIN["s1.shot.yaml"], "kitchen.shot.yaml": CHAIN["s2.shot.yaml"]}
    write(film, {"promptlint.toml": "", **late, "shots/01-kitchen.yaml": "", "shots/02-window.yaml": ""})
    assert not lint(".", select="D304")
    write(film, {"promptlint.toml": 'confidence = "possible"'})
    assert shown(lint(".", select="D304")) == ["kitchen.shot.yaml D304 s1"]


def test_a_chain_is_built_on_sand_in_another_file(film: Path) -> None:
    drifting = SINGLE.replace("kling-2.6", "runway-gen3-alpha")
    write(film, {"promptlint.toml": "", "b1.shot.yaml": f"id: b1\nimage: m.png\n{drifting.replace('5', '10')}"})
    write(film, {"a2.shot.yaml": f"id: a2\nimage: {{from: b1}}\n{drifting}"})
    write(film, {"a1.shot.yaml": f"id: a1\nimage: {{from: a2}}\n{drifting}"})
    assert shown(lint(".", select="D305")) == ["a2.shot.yaml D305 b1"]
    assert shown(lint("a2.shot.yaml", select="D305")) == ["a2.shot.yaml D305 b1"]
    assert not lint("a1.shot.yaml", "b1.shot.yaml", select="D305")


def test_all_prompts_and_descriptions_are_parsed_in_one_batch(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = {"shots/01-kitchen.yaml": KITCHEN.replace("waits", "waits for a parcel")}
    new |= {"shots/02-window.yaml": WINDOW.replace("waits", "waits for a parcel")}
    write(film, {"promptlint.toml": "", "bible.yaml": BIBLE.replace("short", "short, neat"), **new})
    batches: list[int] = []
    analyse = PromptAnalyser.analyse

    def counted(self: PromptAnalyser, prompts: list[str]) -> object:
        batches.append(len(prompts))
        return analyse(self, prompts)

    monkeypatch.setattr(PromptAnalyser, "analyse", counted)
    assert lint("shots/01-kitchen.yaml", select="K601,K603,K605")
    assert batches == [3]


def test_the_cache_knows_whether_the_project_was_known(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(film, {"one.shot.yaml": "characters: {tomas: {age: 61}}\nshots: [{id: x, prompt: Rain.}]\n"})
    for name in ("bible.yaml", "shots/01-kitchen.yaml", "shots/02-window.yaml"):
        (film / name).unlink()
    for arguments, code in (
        (["one.shot.yaml"], 0),
        (["."], 1),
        (["one.shot.yaml", "--project"], 1),
        (["one.shot.yaml"], 0),
    ):
        assert main([*arguments, "--select", "K608", "--fail-on", "info"]) == code
    capsys.readouterr()


def test_the_command_reports_both_places(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(film, {".git/HEAD": ""})
    assert main(["shots/01-kitchen.yaml", "--select", "K", "--output-format", "json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["code"], finding["file"], finding["shot"]) == ("K601", "shots/01-kitchen.yaml", "k1")
    assert [(part["file"], part["range"]["start"]["line"]) for part in finding["evidence"]] == [("bible.yaml", 6)]
    assert main(["shots/01-kitchen.yaml", "--select", "K", "--project", "--output-format", "concise"]) == 1
    out = capsys.readouterr().out
    assert "shots/02-window.yaml:7:17: K605" in out
    assert "3 warnings" in out
