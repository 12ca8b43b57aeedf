"""``promptlint check``: lint shot specs."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from promptlint.cli.exits import Exit, UsageError
from promptlint.cli.options import (
    add_colour,
    add_config,
    add_filters,
    add_format,
    add_selection,
    check_exist,
    check_output_file,
    config_finder,
)
from promptlint.cli.output import is_terminal, note, wants_colour, write_file, write_out
from promptlint.report import FORMATS, ReportOptions, render

if TYPE_CHECKING:
    from promptlint.baseline import Baselines
    from promptlint.changed_lines import ChangedLines
    from promptlint.config import ConfigFinder
    from promptlint.run import RunResult

STDIN: Final = "-"
STDIN_NAME: Final = Path("stdin.shot.yaml")
_TEXT_FORMATS: Final = ("text", "concise")


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="files and folders (default: this folder); - reads standard input"
    )
    rules = parser.add_argument_group("what is reported")
    add_selection(rules)
    rules.add_argument("--project", action="store_true", help="report all files of the project, not only those given")
    add_filters(rules)
    files = parser.add_argument_group("files")
    add_config(files)
    files.add_argument(
        "--exclude", action="append", metavar="PATTERN", help="do not search what matches, as in a .gitignore file"
    )
    files.add_argument(
        "--force-exclude", action="store_true", help="leave out excluded files even where they are named"
    )
    files.add_argument(
        "--stdin-filename", type=Path, metavar="FILE", help="the file that standard input stands for; implies -"
    )
    files.add_argument("--no-cache", action="store_true", help="neither use nor keep results of earlier runs")
    work = parser.add_argument_group("speed")
    work.add_argument(
        "-j", "--jobs", type=int, metavar="N", help="use at most N processes for pictures (default: one a processor)"
    )
    work.add_argument(
        "--executor",
        metavar="WHERE",
        help="where to look at pictures: serial, processes, or dask://HOST:PORT (default: processes when there are "
        "enough)",
    )
    output = parser.add_argument_group("output")
    add_format(output, tuple(FORMATS))
    output.add_argument("--output-file", type=Path, metavar="FILE", help="write the report there")
    output.add_argument("--statistics", action="store_true", help="also count the findings of each rule")
    output.add_argument("--timing", action="store_true", help="also measure each rule")
    add_colour(output)
    output.add_argument("-v", "--verbose", action="store_true", help="name the files that are skipped, and why")
    output.add_argument("-q", "--quiet", action="store_true", help="findings only: no summary, no progress, no notes")


def execute(options: Namespace) -> int:
    """Lint, report, and return the exit code."""
    paths, stdin = _targets(options)
    check_output_file(options.output_file)
    asked = [stdin[0]] if stdin else paths
    finder = config_finder(options, asked)
    changed = _changed_lines(options, asked)
    result = _run(options, paths, stdin, finder)
    left_out = _filter(options, result, finder, asked, changed)
    _report(options, result, left_out)
    if not options.quiet:
        _tell_skipped(options, result)
    return _exit_code(result, finder, {path.resolve() for path in paths})


def _targets(options: Namespace) -> tuple[list[Path], tuple[Path, bytes] | None]:
    """The paths, or the file that standard input stands for with its content."""
    names: list[str] = options.paths
    if STDIN in names or (options.stdin_filename and not names):
        if len(names) > 1:
            raise UsageError("- (standard input) stands alone; give the other paths to a second run.")
        _check_needs_files(options)
        return [], (options.stdin_filename or STDIN_NAME, sys.stdin.buffer.read())
    if options.stdin_filename:
        raise UsageError("--stdin-filename is for standard input: give - as the only path.")
    paths = [Path(name) for name in names] or [Path()]
    check_exist(paths)
    return paths, None


def _check_needs_files(options: Namespace) -> None:
    """Stop where an option is about files on disk and standard input is linted."""
    for name in ("diff_base", "write_baseline", "prune_baseline"):
        if getattr(options, name):
            raise UsageError(f"--{name.replace('_', '-')} needs files on disk: give paths instead of standard input.")


def _run(options: Namespace, paths: list[Path], stdin: tuple[Path, bytes] | None, finder: ConfigFinder) -> RunResult:
    from datetime import date

    from promptlint.cli.progress import ProgressBar
    from promptlint.run import RunRequest, run
    from promptlint.workers import workers_for

    workers = workers_for(options.executor, options.jobs)
    request = RunRequest(
        configs=finder,
        today=date.today(),
        stdin=stdin,
        force_exclude=options.force_exclude,
        use_cache=not options.no_cache,
        timing=options.timing,
        project=options.project,
        workers=workers,
    )
    bar = None if options.quiet or not is_terminal(sys.stderr) else ProgressBar(sys.stderr)
    try:
        return run(paths, request, bar)
    finally:
        workers.close()
        if bar is not None:
            bar.clear()


def _changed_lines(options: Namespace, asked: list[Path]) -> ChangedLines | None:
    """What ``--diff-base`` asks for; a revision that cannot be used stops the run before it starts."""
    if options.diff_base is None:
        return None
    if options.write_baseline or options.prune_baseline:
        raise UsageError("A baseline is made from all findings: leave --diff-base out to write or prune it.")
    from promptlint.changed_lines import ChangedLines

    changed = ChangedLines(options.diff_base)
    for folder in _folders(asked):
        changed.repository(folder)
    return changed


def _filter(
    options: Namespace, result: RunResult, finder: ConfigFinder, asked: list[Path], changed: ChangedLines | None
) -> list[str]:
    """Leave known findings and those on unchanged lines out of the result; what was left out, in sentences."""
    from promptlint.baseline import Baselines
    from promptlint.report.totals import counted

    baselines = Baselines(finder.root_for, _folders(asked), options.baseline)
    if options.write_baseline or options.prune_baseline:
        _change_baselines(options, result, finder, baselines, asked)
    found = result.findings
    new = baselines.filter(found)
    result.findings = new if changed is None else [finding for finding in new if changed.hold(finding)]
    known, unchanged = len(found) - len(new), len(new) - len(result.findings)
    left_out = []
    if known:
        left_out.append(f"Left out {counted(known, 'known finding')} of the baseline.")
    if unchanged:
        left_out.append(f"Left out {counted(unchanged, 'finding')} on lines unchanged since {options.diff_base}.")
    return left_out


def _change_baselines(
    options: Namespace, result: RunResult, finder: ConfigFinder, baselines: Baselines, asked: list[Path]
) -> None:
    """Write or prune the baselines, and tell what was done."""
    from promptlint.baseline import Coverage
    from promptlint.config.finder import shown_path
    from promptlint.phrases.rules import with_phrases
    from promptlint.registry import installed
    from promptlint.report.totals import counted

    narrowed = bool(options.select or options.ignore or options.preset)

    def runs(code: str, root: Path) -> bool:
        settings = finder.settings_for(root)
        rule = with_phrases(installed(), settings.phrases).rules.get(code) if narrowed else None
        return rule is None or settings.enables(rule)

    unread = frozenset(Path(name).resolve() for name, _ in result.unreadable)
    coverage = Coverage(tuple(path.resolve() for path in asked), options.project, unread, runs)
    if options.write_baseline:
        written = baselines.write(result.findings, coverage)
        notes = [f"Recorded {counted(number, 'finding')} in {shown_path(path)}." for path, number in written]
    else:
        pruned = baselines.prune(result.findings, coverage)
        notes = [f"Removed {counted(number, 'finding')} from {shown_path(path)}." for path, number in pruned]
    if not options.quiet:
        for line in notes or ["No baseline was written: there are no findings."]:
            note(line)


def _folders(paths: list[Path]) -> list[Path]:
    return [path if path.is_dir() else path.parent for path in map(Path.resolve, paths)]


def _report(options: Namespace, result: RunResult, left_out: list[str]) -> None:
    to_file: Path | None = options.output_file
    colour = wants_colour(options.color) if to_file is None else options.color == "always"
    text = render(options.output_format, result, ReportOptions(colour, summary=not options.quiet))
    tables = _tables(options, result)
    if not options.quiet:
        if options.output_format in _TEXT_FORMATS:
            text += "".join(f"{line}\n" for line in left_out)
        else:
            for line in left_out:
                note(line)
    if options.output_format in _TEXT_FORMATS:
        text += tables
    elif tables:
        note(tables.rstrip("\n"))
    if to_file is None:
        write_out(text)
    else:
        write_file(text, to_file)


def _tables(options: Namespace, result: RunResult) -> str:
    from promptlint.report.totals import statistics, timing

    tables = []
    if options.statistics and result.findings:
        tables.append(statistics(result.findings))
    if result.timings is not None:
        tables.append(timing(result.timings))
    return "".join(f"\n{table}" for table in tables)


def _tell_skipped(options: Namespace, result: RunResult) -> None:
    if options.verbose:
        for skipped in result.skipped:
            note(f"skipped {skipped.name}: {skipped.reason}")
    elif result.skipped:
        number = len(result.skipped)
        files = "1 file that is" if number == 1 else f"{number:,} files that are"
        note(f"Skipped {files} no shot spec; -v says why.")
    if not result.files and not result.skipped and not result.unreadable:
        note(
            "No shot specs were found. They are known by their name (*.shot.yaml, shots/**/*.yaml; `include` in the "
            "configuration sets others) or by a first line `# shotspec`."
        )


def _exit_code(result: RunResult, finder: ConfigFinder, asked: set[Path]) -> int:
    for name, reason in result.unreadable:
        note(f"promptlint: cannot read {name}: {reason}")
    if any(Path(name).resolve() in asked for name, _ in result.unreadable):
        return Exit.USAGE
    failed = any(finder.settings_for(finding.file.path.parent).fails_on(finding) for finding in result.findings)
    return Exit.FINDINGS if failed else Exit.CLEAN
