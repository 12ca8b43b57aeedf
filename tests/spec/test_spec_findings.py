"""What S002 says about the mistakes that real files hold."""

import pytest

from promptlint.edits import apply
from promptlint.finding import Finding, Severity
from promptlint.registry import installed
from promptlint.testing import lint_text


def lint(spec: str, name: str = "example.shot.yaml") -> list[Finding]:
    found = lint_text(spec + "\n", name=name, select=["S002"])
    return [finding for finding in found if finding.code == "S002"]


def only(spec: str) -> Finding:
    (finding,) = lint(spec)
    return finding


def marked(finding: Finding) -> str:
    return finding.file.source.text[slice(*finding.span)]


@pytest.mark.parametrize(
    ("line", "mark", "words"),
    [
        ("duration: 5-8s", "5-8s", "write `5s` or `8s`"),
        ("duration: 1:30", "1:30", "in seconds"),
        ("duration: long", "long", "Expected seconds (`5`, `8s`), frames (`120f`) or `auto`"),
        ("duration: 0", "0", "is the number 0"),
        ("usage: broll", "broll", "Did you mean `b-roll`?"),
        ("usage: main", "main", "Expected one of `hero`, `b-roll`, `background`"),
        ("model: 2.6", "2.6", "Put it in quotes"),
        ("model: [a, b]", "model", "is a list of 2. Expected a text"),
        ("model:\n  id: x", "model", "is a mapping with `id`"),
        ("fps: fast", "fast", "Expected a number greater than 0"),
        ("seed: 1.5", "1.5", "Expected a whole number"),
        ('image: ""', "image", "Give a value, or remove the key"),
        ("image: {from: s01, frame: middle}", "middle", "Expected one of `first`, `last`"),
        ("image: {form: s01}", "form", "Did you mean `from`?"),
        ("image: A woman at a window", "A woman at a window", "is a description"),
        ("characters: [mara, {name: tomas}]", "name", "Expected a name"),
        ("controls: fast", "fast", "Expected a mapping such as"),
        ("height: 720", "height", "stands without `width`"),
        ("negativePrompt: blur", "negativePrompt", "Did you mean `negative_prompt`?"),
        ("extends: base.yaml", "extends", "at the top of the file"),
        ("lock: background", "lock", "`motion: {lock: ...}`"),
        ("sampler: euler", "sampler", "under `controls:`"),
        ("motion: {speed: 3}", "speed", "not a key of `motion`"),
    ],
)
def test_in_a_shot(line: str, mark: str, words: str) -> None:
    indented = line.replace("\n", "\n    ")
    finding = only(f"shots:\n  - id: s01\n    prompt: She smiles.\n    {indented}")
    assert marked(finding) == mark
    assert words in finding.text


@pytest.mark.parametrize(
    ("spec", "mark", "words"),
    [
        ("shots:\n  s01: {prompt: x}\n", "shots", "Write `- id:` in front of each shot"),
        ("shots:\n  - x\n  - {prompt: y}\n", "x", "An entry of `shots`"),
        ("version: 2\nshots: [{prompt: x}]\n", "2", "Expected `1`"),
        ("version: 1\n", "version", "holds no shot"),
        ("characters: {mara: tall}\nshots: [{prompt: x}]\n", "tall", "Expected a mapping such as"),
        (
            "characters: {mara: {discription: tall}}\nshots: [{prompt: x}]\n",
            "discription",
            "Did you mean `description`?",
        ),
        ("model: x\nshots: [{prompt: x}]\n", "model", "Write it under `defaults:`"),
        ("defaults: fast\nshots: [{prompt: x}]\n", "fast", "Expected a mapping with the keys of a shot"),
    ],
)
def test_in_a_file(spec: str, mark: str, words: str) -> None:
    finding = only(spec)
    assert marked(finding) == mark
    assert words in finding.text


def test_a_key_is_reported_once_with_its_places_and_renamed_everywhere() -> None:
    spec = "shots:\n" + "".join(f"  - id: s{n}\n    promt: x\n" for n in range(3))
    finding = only(spec)
    assert "(3 places)" in finding.message
    assert finding.severity is Severity.ERROR
    assert finding.fix and "promt" not in apply(spec, finding.fix.edits)


def test_a_key_is_not_renamed_to_one_that_is_given() -> None:
    finding = only("shots:\n  - {promt: x, prompt: y}")
    assert finding.fix is None
    assert "given already" in finding.advice


def test_nothing_near_is_a_warning() -> None:
    assert only("shots: [{prompt: x, lut: teal}]").severity is Severity.WARNING


def test_own_attributes_of_a_character_are_welcome() -> None:
    assert not lint("characters: {mara: {freckles: light, height: 1.70}}\nshots: [{prompt: x}]")


def test_foreign_storyboards_get_one_remark() -> None:
    spec = "shots:\n" + "".join(
        f"  - {{prompt: x, image: a.png, lut: teal, grain: {n}, duratoin: 5, first_frame: A woman at a window}}\n"
        for n in range(3)
    )
    # The keys are unknown, one is misspelt, and the start frame is described.
    from promptlint.document import compose
    from promptlint.facts import FileFacts
    from promptlint.spec.read import read_file
    from promptlint.testing.project import _built_in_surroundings
    from promptlint.text import SourceText

    file = read_file(_built_in_surroundings().root, "a.yaml", SourceText(spec), compose(spec), "content")
    rule = installed().rules["S002"]
    problems = list(rule.check(file, FileFacts(_built_in_surroundings())))
    texts = [problem.message for problem in problems]
    assert len(texts) == 3, texts
    assert any("2 keys are not part of the format" in text for text in texts)
    assert any("`duratoin` (3 places)" in text for text in texts)
    assert any("`first_frame` is a description (in 3 places)" in text for text in texts)
    assert {problem.severity for problem in problems} == {Severity.INFO, Severity.WARNING}


def test_shadowed_keys_say_which_is_read() -> None:
    finding = only("shots:\n  - {prompt: still, video_prompt: moves}\n  - {prompt: a, video_prompt: b}")
    assert "`video_prompt` is read and `prompt` is not" in finding.message
    assert "(in 2 shots)" in finding.message
    assert finding.fix and not finding.fix.safe
