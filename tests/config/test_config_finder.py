import json
from pathlib import Path

import pytest

from promptlint.config import ConfigError, ConfigFinder, Overrides
from promptlint.config.presets import PRESETS, find_preset, is_preset_name
from promptlint.config.show import settings_json, settings_text
from promptlint.finding import Confidence, Severity
from promptlint.picture_limits import Limits
from promptlint.registry import installed
from promptlint.settings import DEFAULT_EXCLUDE, DEFAULT_INCLUDE


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path.resolve() / "film"
    (folder / ".git").mkdir(parents=True)
    (folder / "shots" / "one").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def enabled(finder: ConfigFinder, path: Path) -> list[str]:
    settings = finder.settings_for(path)
    return [rule.code for rule in installed() if settings.enables(rule)]


@pytest.mark.parametrize(
    ("files", "wins"),
    [
        (["promptlint.toml", ".promptlint.toml", "pyproject.toml"], "promptlint.toml"),
        ([".promptlint.toml", "pyproject.toml"], ".promptlint.toml"),
        (["pyproject.toml"], "pyproject.toml"),
        (["pyproject.toml", "shots/promptlint.toml"], "shots/promptlint.toml"),
        (["promptlint.toml", "shots/one/.promptlint.toml"], "shots/one/.promptlint.toml"),
    ],
)
def test_the_closest_file_wins(project: Path, files: list[str], wins: str) -> None:
    for name in files:
        section = "[tool.promptlint]\n" if name == "pyproject.toml" else ""
        write(project / name, section + 'fail-on = "error"\n')
    finder = ConfigFinder()
    for path in (project / "shots" / "one", project / "shots" / "one" / "a.shot.yaml"):
        resolved = finder.resolved_for(path)
        assert resolved.files == (project / wins,)
        assert resolved.settings.root == (project / wins).parent
        assert resolved.settings.fail_on is Severity.ERROR


@pytest.mark.parametrize(
    ("pyproject", "counts"),
    [
        ("[tool.promptlint]\n", True),
        ("[tool.promptlint.severity]\nD901 = 'error'\n", True),
        ("[ tool . 'promptlint' ]\n", True),
        ("[tool.black]\nline-length = 3\n", False),
        ("[project]\nname = 'promptlint'\n", False),
    ],
)
def test_pyproject_counts_only_with_our_table(project: Path, pyproject: str, counts: bool) -> None:
    write(project / "pyproject.toml", pyproject)
    assert bool(ConfigFinder().resolved_for(project).files) is counts


def test_the_search_ends_at_the_repository(project: Path) -> None:
    write(project.parent / "promptlint.toml", 'fail-on = "never"\n')
    resolved = ConfigFinder().resolved_for(project / "shots")
    assert resolved.files == ()
    assert resolved.settings.root == project


def test_root_without_configuration_or_repository(tmp_path: Path) -> None:
    folder = tmp_path.resolve() / "a" / "b"
    folder.mkdir(parents=True)
    assert ConfigFinder().root_for(folder) == folder
    assert ConfigFinder(folders=[tmp_path]).root_for(folder) == tmp_path.resolve()


def test_explicit_file_for_every_path(project: Path, tmp_path: Path) -> None:
    explicit = write(tmp_path / "ci" / "strict.toml", 'preset = "strict"\n')
    write(project / "promptlint.toml", 'fail-on = "never"\n')
    resolved = ConfigFinder(explicit=explicit).resolved_for(project / "shots")
    assert resolved.preset.label == "strict@1"
    assert resolved.settings.root == project


def test_paths_that_share_a_configuration_share_the_settings(project: Path) -> None:
    write(project / "promptlint.toml", "")
    finder = ConfigFinder()
    assert finder.settings_for(project / "shots") is finder.settings_for(project / "shots" / "one" / "x.yaml")


@pytest.mark.parametrize(
    ("config", "codes"),
    [
        ("", ["D901", "M901", "S901"]),
        ('select = ["D"]', ["D901"]),
        ('select = ["duration", "demo-no-prompt"]', ["D901", "S901"]),
        ('select = ["d901"]', ["D901"]),
        ('ignore = ["D"]', ["M901", "S901"]),
        ('ignore = ["D"]\nextend-select = ["D901"]', ["D901", "M901", "S901"]),
        ('select = ["D901"]\nignore = ["D901"]', []),
        ('select = ["D901"]\nextend-select = ["motion"]', ["D901", "M901"]),
        ('extend-select = ["demo-preview"]', ["D901", "M901", "M902", "S901"]),
        ('select = ["all"]', ["D901", "M901", "S901"]),
        ('preset = "limits-only"', ["S901"]),
        ('extends = "limits-only@1"', ["S901"]),
        ('preset = "limits-only"\nextend-select = ["M9"]', ["M901", "S901"]),
        ("select = []", []),
    ],
)
def test_selection(project: Path, config: str, codes: list[str]) -> None:
    write(project / "promptlint.toml", config)
    assert enabled(ConfigFinder(), project) == codes


@pytest.mark.parametrize(
    ("config", "overrides", "codes"),
    [
        ("", Overrides(select=("D",)), ["D901"]),
        ('ignore = ["D901"]', Overrides(select=("demo-too-long",)), ["D901"]),
        ('ignore = ["D901"]', Overrides(select=("all",)), ["M901", "S901"]),
        ('select = ["D"]\nextend-select = ["M"]', Overrides(ignore=("M901",)), ["D901"]),
        ('select = ["D"]', Overrides(preset="limits-only"), ["S901"]),
        ('ignore = ["S"]', Overrides(preset="limits-only"), []),
    ],
)
def test_the_command_line_comes_last(project: Path, config: str, overrides: Overrides, codes: list[str]) -> None:
    write(project / "promptlint.toml", config)
    assert enabled(ConfigFinder(overrides), project) == codes


def test_every_key(project: Path) -> None:
    write(
        project / "promptlint.toml",
        """
        preset = "strict@1"
        confidence = "certain"
        fail-on = "never"
        include = ["*.clip.yaml"]
        exclude = ["drafts/"]
        require-suppression-reasons = true
        severity = {D = "info", demo-too-long = "error"}
        per-file-ignores = {"old/" = ["D", "demo-static"]}
        vocabulary = {garments = ["kaftan"]}
        [models.kling-2-6]
        windows = []
        """,
    )
    settings = ConfigFinder().settings_for(project)
    assert settings.min_confidence is Confidence.CERTAIN
    assert settings.fail_on is None
    assert settings.include == ("*.clip.yaml",)
    assert settings.exclude == (*DEFAULT_EXCLUDE, "drafts/")
    assert settings.require_reasons
    assert settings.severity == {"D901": Severity.ERROR}
    assert settings.per_file_ignores == (("old/", ("D", "M901")),)
    assert settings.vocabulary == {"garments": ("kaftan",)}
    assert settings.models == {"kling-2-6": {"windows": []}}


def test_limits_of_pictures_merge_by_key(project: Path) -> None:
    write(project / "house.toml", "pictures = {max-megapixels = 150, max-megabytes = 20}\n")
    write(project / "shots" / "promptlint.toml", 'extends = "../house.toml"\n[pictures]\nmax-megabytes = 8\n')
    finder = ConfigFinder()
    resolved = finder.resolved_for(project / "shots")
    assert resolved.settings.pictures == Limits(max_bytes=8_000_000, max_pixels=150_000_000)
    assert 'pictures = {"max-megapixels" = 150, "max-megabytes" = 8}  # house.toml:1 pictures; ' in settings_text(
        resolved
    )
    assert finder.settings_for(project).pictures == Limits()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("max-megapixels = 179", "`pictures.max-megapixels` is 179. Expected a number from 1 to 178."),
        ("max-megabytes = 0.5", "`pictures.max-megabytes` is 0.5. Expected a whole number."),
        ("max_megabytes = 5", "Unknown key `max_megabytes` of `pictures`. Did you mean `max-megabytes`?"),
    ],
)
def test_limits_of_pictures_that_cannot_be(project: Path, text: str, message: str) -> None:
    write(project / "promptlint.toml", f"[pictures]\n{text}\n")
    with pytest.raises(ConfigError) as caught:
        ConfigFinder().settings_for(project)
    assert message in str(caught.value) and caught.value.line == 2


@pytest.mark.parametrize(
    ("preset", "confidence", "fail_on"),
    [
        ("recommended", Confidence.LIKELY, Severity.WARNING),
        ("strict", Confidence.POSSIBLE, Severity.INFO),
        ("limits-only", Confidence.LIKELY, Severity.WARNING),
    ],
)
def test_presets(project: Path, preset: str, confidence: Confidence, fail_on: Severity) -> None:
    write(project / "promptlint.toml", f'preset = "{preset}"')
    settings = ConfigFinder().settings_for(project)
    assert (settings.min_confidence, settings.fail_on) == (confidence, fail_on)
    assert settings.include == DEFAULT_INCLUDE


def test_preset_versions_count_up_and_the_plain_name_is_the_newest() -> None:
    for preset in PRESETS:
        assert find_preset(preset.label) is preset
        assert is_preset_name(preset.label)
    newest = {preset.name: preset for preset in PRESETS}
    assert {name: find_preset(name) for name in newest} == newest


def test_extends_a_file(project: Path) -> None:
    write(
        project / "base.toml",
        'preset = "strict"\nignore = ["M"]\nfail-on = "error"\nextend-select = ["M902"]\nseverity = {D = "info"}\n',
    )
    write(project / "shots" / "promptlint.toml", 'extends = "../base.toml"\nignore = ["S"]\nseverity = {S = "info"}\n')
    resolved = ConfigFinder().resolved_for(project / "shots")
    settings = resolved.settings
    assert settings.root == project / "shots"
    assert resolved.preset.label == "strict@1"
    assert settings.fail_on is Severity.ERROR
    assert settings.ignore == ("S",)
    assert settings.severity == {"D901": Severity.INFO, "S901": Severity.INFO}
    assert "M902" in settings.select
    assert resolved.files == (project / "base.toml", project / "shots" / "promptlint.toml")


ERRORS = [
    ("sevrity = {}", 1, "Unknown key `sevrity`. Did you mean `severity`? Expected one of extends, preset"),
    ("fail_on = 'error'", 1, "Did you mean `fail-on`?"),
    (
        "\nfail-on = 'eror'",
        2,
        '`fail-on` is "eror". Did you mean `error`? Expected one of error, warning, info, never.',
    ),
    ("select = 'D901'", 1, '`select` is "D901". Expected a list such as ["D901"].'),
    ("select = ['D901', 3]", 1, "An entry of `select` is 3. Expected text in quotes."),
    ("require-suppression-reasons = 'yes'", 1, "Expected true or false."),
    ("[severity]\nS = 'info'\nD = 'bad'", 3, '`severity.D` is "bad". Expected one of error, warning, info.'),
    ("preset = ''", 1, "`preset` is empty."),
    ("preset = 'strikt'", 1, "There is no preset `strikt`. Did you mean `strict`?"),
    ("preset = 'strict@7'", 1, "There is no version 7 of the preset `strict`. Expected one of strict@1."),
    ("extends = 'strict'\npreset = 'strict'", 1, "`extends` and `preset` both name a preset."),
    ("extends = 'nowhere.toml'", 1, "there is no such file"),
    ("extends = '../outside.toml'", 1, "outside `film/`"),
    ("extends = 'promptlint.toml'", 1, "in a circle: promptlint.toml -> promptlint.toml"),
    ("fail-on = 'info'\nselect = ['D999']", 2, "No rule answers to `D999`. Did you mean D901 (demo-too-long)?"),
    ("ignore = ['demo-to-long']", 1, "Did you mean D901 (demo-too-long)"),
    ("[severity]\nD999 = 'info'", 2, "No rule answers to `D999`."),
    ("[per-file-ignores]\n'a/' = ['S']\n'b/' = ['nothing']", 3, "No rule answers to `nothing`."),
    ("select = [", None, "not valid TOML"),
    ("\na = [1 2]", 2, "not valid TOML"),
    ("models = {kling = 3}", 1, "`models.kling` is 3. Expected a table."),
]


@pytest.mark.parametrize(("config", "line", "message"), ERRORS)
def test_errors_name_file_line_and_remedy(project: Path, config: str, line: int | None, message: str) -> None:
    write(project / "promptlint.toml", config)
    write(project.parent / "outside.toml", "")
    with pytest.raises(ConfigError) as caught:
        ConfigFinder().settings_for(project)
    assert message in caught.value.message
    assert caught.value.where == "promptlint.toml"
    assert caught.value.line == line


def test_error_line_in_pyproject(project: Path) -> None:
    write(project / "pyproject.toml", "[project]\nselect = 1\n\n[tool.promptlint]\n\nselect = ['D999']\n")
    with pytest.raises(ConfigError) as caught:
        ConfigFinder().settings_for(project)
    assert (caught.value.where, caught.value.line) == ("pyproject.toml", 6)


@pytest.mark.parametrize("data", [b"select = ['\xff']", b"\xff\xfe", b"a = " + b"[" * 100_000])
def test_hostile_configurations(project: Path, data: bytes) -> None:
    (project / "promptlint.toml").write_bytes(data)
    with pytest.raises(ConfigError):
        ConfigFinder().settings_for(project)


@pytest.mark.parametrize(
    ("overrides", "where"),
    [(Overrides(select=("D999",)), "--select"), (Overrides(ignore=("x",)), "--ignore"), (Overrides("no"), "--preset")],
)
def test_errors_of_the_command_line(project: Path, overrides: Overrides, where: str) -> None:
    with pytest.raises(ConfigError) as caught:
        ConfigFinder(overrides).settings_for(project)
    assert caught.value.where == where


def test_show_says_where_each_value_comes_from(project: Path) -> None:
    write(project / "base.toml", 'severity = {D = "info"}\n')
    write(
        project / "promptlint.toml",
        'extends = "base.toml"\npreset = "strict"\n\nextend-select = ["M902"]\n[severity]\nS = "info"\n',
    )
    resolved = ConfigFinder(Overrides(ignore=("D",))).resolved_for(project)
    text = settings_text(resolved)
    for line in (
        "root: .",
        "configuration: promptlint.toml, base.toml",
        'preset = "strict@1"  # promptlint.toml:2 preset',
        'select = ["all", "M902"]  # preset strict@1; promptlint.toml:4 extend-select',
        'ignore = ["D"]  # command line --ignore',
        'severity = {"D901" = "info", "S901" = "info"}  # base.toml:1 severity; promptlint.toml:5 severity',
        'fail-on = "info"  # preset strict@1',
        "models = {}  # default",
    ):
        assert line in text.splitlines()
    shown = json.loads(settings_json(resolved))
    assert shown["settings"]["preset"] == {
        "value": "strict@1",
        "origins": [{"kind": "file", "name": "promptlint.toml", "key": "preset", "line": 2}],
    }
