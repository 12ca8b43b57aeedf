import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from demo import BROKEN, CLEAN

from promptlint import __version__
from promptlint.__main__ import main
from promptlint.cli.commands import SUMMARIES, load
from promptlint.cli.shells import script
from promptlint.report import page_store


@pytest.fixture(autouse=True)
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def output(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(arguments) == code
    captured = capsys.readouterr()
    return captured.err if code else captured.out


@pytest.mark.parametrize("arguments", [["--version"], ["-V"], ["check", "--version"], ["--version", "-q"]])
def test_version(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    if arguments[0] == "check":
        assert main(arguments) == 2
    else:
        assert output(capsys, *arguments) == f"promptlint {__version__}\n"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "--help")
    assert all(f"  {name} " in text for name in SUMMARIES)
    assert all(SUMMARIES[name] in output(capsys, name, "--help") for name in SUMMARIES)


def test_unknown_options_name_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Did you mean --select?" in output(capsys, "--selct=D", code=2)


RULE = """\
# demo-too-long (D901)

The clip is longer than 8 s.

Reports a warning, certain, family duration.

Reports clips of more than 8 s.

## Why it matters

This rule is for tests.

## Reported

Nine seconds.

```yaml
prompt: a
duration: 9s
```

## Not reported

```yaml
prompt: a
duration: 8s
```

## Sources

- a made-up source

<https://promptlint.github.io/rules/demo-too-long/>
"""


@pytest.mark.parametrize("name", ["D901", "d901", "demo-too-long"])
def test_rule(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert output(capsys, "rule", name) == RULE
    assert page_store.stored_page(name) == RULE
    assert output(capsys, "rule", name) == RULE


def test_unknown_rules_are_named_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    error = output(capsys, "rule", "demo-to-long", code=2)
    assert "No rule is called `demo-to-long`. Did you mean D901 (demo-too-long)" in error


def test_kept_pages_count_only_for_the_rules_they_were_made_of(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    output(capsys, "rule", "D901")
    assert page_store.stored_page("D901") is not None
    kept = page_store._file()
    monkeypatch.setattr(page_store, "_stamp", lambda path: "another time")
    assert page_store.stored_page("D901") is None
    monkeypatch.undo()
    for damage in (b"", b"[]", b"{}", b"\xff"):
        kept.write_bytes(damage)
        assert page_store.stored_page("D901") is None


def test_rules(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (film / "promptlint.toml").write_text('ignore = ["M901"]\nseverity = {D = "error"}\n')
    assert output(capsys, "rules") == (
        "D901    demo-too-long   error    The clip is longer than 8 s.\n"
        "(M901)  demo-static     info     The camera is static.\n"
        "(M902)  demo-preview    info     Not yet part of a preset.\n"
        "S901    demo-no-prompt  error    The shot has no prompt.\n"
        "2 of 4 rules run here.\n"
    )
    listed = json.loads(output(capsys, "rules", "--output-format", "json"))
    assert listed["version"] == 1
    assert [rule["code"] for rule in listed["rules"] if rule["enabled"]] == ["D901", "S901"]


def test_config_show_and_schema(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (film / "promptlint.toml").write_text('fail-on = "info"\n')
    shown = output(capsys, "config", "--show", "a.shot.yaml", "--ignore", "D901")
    assert 'fail-on = "info"  # promptlint.toml:1 fail-on\n' in shown
    assert 'ignore = ["D901"]  # command line --ignore\n' in shown
    values = json.loads(output(capsys, "config", "--show", ".", "--output-format", "json"))
    assert values["settings"]["fail-on"]["value"] == "info"
    assert json.loads(output(capsys, "config", "--schema"))["$id"].endswith("config-1.schema.json")
    assert main(["config"]) == 2


def test_init_never_overwrites_and_what_it_writes_is_clean(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (film / "promptlint.toml").write_text("# mine\n")
    text = output(capsys, "init")
    assert "kept     promptlint.toml (it exists)" in text
    assert "created  shots/first.shot.yaml" in text
    assert (film / "promptlint.toml").read_text() == "# mine\n"
    assert "created  new/promptlint.toml" in output(capsys, "init", "new")
    assert main(["new"]) == 0


def test_inspect(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (film / "a.shot.yaml").write_text(CLEAN + "  - prompt: Rain.\n")
    document = json.loads(output(capsys, "inspect", "a.shot.yaml", "--output-format", "json"))
    assert document["version"] == 1
    first, second = document["shots"]
    keys = ["file", "id", "model", "duration_s", "frames", "window_frames", "prompt", "image"]
    assert list(first) == list(second) == keys
    assert (first["file"], first["id"], first["model"], first["duration_s"]) == ("a.shot.yaml", "a", "kling-2.6", 5)
    assert first["prompt"]["words"] == 2
    assert first["image"] is None
    assert (second["file"], second["id"], second["model"], second["image"]) == ("a.shot.yaml", None, None, None)
    assert "duration          5 s" in output(capsys, "inspect", "a.shot.yaml")


def test_inspect_of_what_is_no_spec(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (film / "workflow.yaml").write_text("on: push\n")
    assert "workflow.yaml is no shot spec" in output(capsys, "inspect", "workflow.yaml", code=2)
    assert "No such file" in output(capsys, "inspect", "none.yaml", code=2)


def test_models(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "No model is called" in output(capsys, "models", "kling-99.9", code=2)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_accepted_by_their_shells(
    shell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = output(capsys, "completion", shell)
    assert text == script(shell)  # type: ignore[arg-type]
    for name in SUMMARIES:
        for action in load(name).parser._actions:
            assert all(option.lstrip("-") in text for option in action.option_strings)
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    path = tmp_path / "script"
    path.write_text(text)
    subprocess.run([program, "-n", str(path)], check=True)


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["ru"], "rule rules"),
        (["--output-f"], "--output-format --output-file"),
        (["--output-format", "j"], "json junit"),
        (["check", "--fail-on", "w"], "warning"),
        (["--preset", "s"], "strict"),
        (["completion", "z"], "zsh"),
        (["config", "--sh"], "--show"),
        (["shots/"], "shots/a.shot.yaml"),
    ],
)
def test_bash_completion(words: list[str], offered: str, film: Path) -> None:
    (film / "shots").mkdir()
    (film / "shots" / "a.shot.yaml").write_text(BROKEN)
    (film / "script").write_text(script("bash"))
    command = 'source ./script; COMP_WORDS=(promptlint "$@"); COMP_CWORD=$#; COMPREPLY=(); _promptlint; echo "${COMPREPLY[*]}"'
    done = subprocess.run(["bash", "-c", command, "-", *words], capture_output=True, text=True, check=True, cwd=film)
    assert done.stdout.strip() == offered


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--version"], {"yaml", "jsonschema", "argparse", "dataclasses", "importlib.metadata", "promptlint.report"}),
        (["rule", "D901"], {"yaml", "jsonschema", "dataclasses", "importlib.metadata", "promptlint.registry"}),
        (["check", "--select", "S,A,D,M", "clean.shot.yaml"], {"jsonschema", "tomllib", "xml", "spacy", "PIL"}),
    ],
)
def test_nothing_heavy_is_imported(arguments: list[str], unwanted: set[str], film: Path) -> None:
    (film / "clean.shot.yaml").write_text(CLEAN)
    here = str(Path(__file__).parent)
    program = (
        f"import sys; from types import SimpleNamespace; sys.path.append({here!r}); from promptlint.__main__ import main\n"
        "code = main(sys.argv[1:]); print(','.join(sys.modules), file=sys.stderr); sys.exit(code)"
    )
    prepare = (
        f"import sys; from types import SimpleNamespace as N; sys.path.append({here!r})\n"
        "from promptlint import registry; registry.entry_points = lambda group: [N(name='builtin', value='demo_rules')]\n"
        "from promptlint.__main__ import main; main(['rule', 'D901'])"
    )
    subprocess.run([sys.executable, "-c", prepare], check=True, capture_output=True, cwd=film)
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], check=True, capture_output=True, text=True, cwd=film
    )
    imported = set(done.stderr.strip().splitlines()[-1].split(","))
    assert not unwanted & imported


def test_a_word_list_that_does_not_exist_is_a_configuration_error(tmp_path: Path) -> None:
    (tmp_path / "promptlint.toml").write_text('[vocabulary]\ngarmets = ["kimono"]\n')
    (tmp_path / "a.shot.yaml").write_text("id: a\nimage: a.png\nprompt: She turns.\n")
    command = [sys.executable, "-m", "promptlint", "--no-cache"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Did you mean `garments`?" in done.stderr
