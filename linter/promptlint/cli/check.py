"""``promptlint check``: lint shot specs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from promptlint.cli.editing import Editor
from promptlint.cli.exits import Exit, UsageError
from promptlint.cli.fixing import done, fix, fixable, write_fixed
from promptlint.cli.linting import Linting
from promptlint.cli.options import (
    add_colour,
    add_config,
    add_filters,
    add_format,
    add_selection,
    check_output_file,
)
from promptlint.cli.output import note, wants_colour, write_bytes, write_error, write_file, write_out
from promptlint.cli.suppressing import add_suppressions
from promptlint.report import FORMATS, ReportOptions, render

if TYPE_CHECKING:
    from promptlint.project import Project
    from promptlint.run import RunResult

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
    fixes = parser.add_argument_group("what is done about it")
    fixes.add_argument("--fix", action="store_true", help="make the safe fixes")
    fixes.add_argument(
        "--unsafe-fixes", action="store_true", help="with --fix or --diff, the fixes that want a look, too"
    )
    fixes.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")
    fixes.add_argument(
        "--add-suppressions", action="store_true", help="write comments that suppress the findings of this run"
    )
    fixes.add_argument("-m", "--message", dest="reason", metavar="REASON", help="the reason that these comments give")
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
    _check_combination(options)
    check_output_file(options.output_file)
    with closing(Linting.asked_for(options)) as linting:
        return _done(linting)


def _done(linting: Linting) -> int:
    """Do what the options ask for, and return the exit code."""
    options = linting.options
    if options.diff:
        return _show_diff(linting)
    if options.fix or options.add_suppressions:
        return _edit(linting)
    result = linting.run()
    if options.write_baseline or options.prune_baseline:
        linting.change_baselines(result)
    remarks = linting.leave_out(result)
    remarks = [fixable(result.findings, unsafe=options.unsafe_fixes), *remarks]
    _report(options, result, remarks, linting.projects(result))
    return _exit_code(linting, result)


def _edit(linting: Linting) -> int:
    """Fix or suppress, and report what is left; standard input goes to standard output with its fixes."""
    options, editor, texts = linting.options, Editor(linting), None
    if options.fix:
        outcome = fix(editor)
        if linting.stdin is None:
            write_fixed(editor, outcome)
        else:
            path, data = linting.stdin
            write_bytes(outcome.texts.contents.get(path.resolve(), data))
        texts = outcome.texts
        remark = done(outcome, "Fixed", unsafe=options.unsafe_fixes)
    else:
        remark = add_suppressions(editor, options.reason)
    projects = linting.projects(editor.result, texts)
    _report(options, editor.result, [remark, *editor.left_out], projects, to_error=linting.stdin is not None)
    code = _exit_code(linting, editor.result)
    return Exit.USAGE if editor.failed else code


def _show_diff(linting: Linting) -> int:
    """Show what fixes would change."""
    from promptlint.fixes.diff import diff
    from promptlint.report.style import Style

    options, editor = linting.options, Editor(linting)
    outcome = fix(editor)
    to_file: Path | None = options.output_file
    style = Style(wants_colour(options.color) if to_file is None else options.color == "always")
    text = "".join(map(style.difference, diff(outcome.texts)))
    if to_file is None:
        write_bytes(text.encode("utf-8", "backslashreplace"))
    else:
        write_file(text, to_file)
    remark = done(outcome, "Would fix", unsafe=options.unsafe_fixes)
    if remark and not options.quiet:
        note(remark)
    return _tell_unread(linting, editor.result) or (Exit.FINDINGS if text else Exit.CLEAN)


def _check_combination(options: Namespace) -> None:
    """Stop where options ask for several things of which one has to be done first."""
    edits = {"--fix": options.fix, "--diff": options.diff}
    others = {
        "--write-baseline": options.write_baseline,
        "--prune-baseline": options.prune_baseline,
        "--add-suppressions": options.add_suppressions,
    }
    for name in (name for name, given in others.items() if given):
        if clash := next((edit for edit, given in edits.items() if given), None):
            raise UsageError(f"{name} is for what {clash} leaves: give it to a second run.")
    if options.add_suppressions and (options.write_baseline or options.prune_baseline):
        raise UsageError("A finding is either suppressed or in the baseline: leave one of the two options out.")
    if options.reason is not None and not options.add_suppressions:
        raise UsageError("-m gives the reason for --add-suppressions.")


def _report(
    options: Namespace,
    result: RunResult,
    remarks: list[str],
    projects: tuple[Project, ...],
    *,
    to_error: bool = False,
) -> None:
    """Write the report, to standard error where standard output is for something else."""
    to_file: Path | None = options.output_file
    colour = wants_colour(options.color) if to_file is None else options.color == "always"
    text = render(options.output_format, result, ReportOptions(colour, not options.quiet, projects))
    tables = _tables(options, result)
    remarks = [] if options.quiet else [line for line in remarks if line]
    if options.output_format in _TEXT_FORMATS:
        text += "".join(f"{line}\n" for line in remarks) + tables
    if to_file is not None:
        write_file(text, to_file)
    elif to_error:
        write_error(text)
    else:
        write_out(text)
    if options.output_format not in _TEXT_FORMATS:
        for line in remarks:
            note(line)
        if tables:
            note(tables.rstrip("\n"))


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


def _exit_code(linting: Linting, result: RunResult) -> int:
    if not linting.options.quiet:
        _tell_skipped(linting.options, result)
    settings_for = linting.finder.settings_for
    failed = any(settings_for(finding.file.path.parent).fails_on(finding) for finding in result.findings)
    return _tell_unread(linting, result) or (Exit.FINDINGS if failed else Exit.CLEAN)


def _tell_unread(linting: Linting, result: RunResult) -> int:
    """Name the files that could not be read; the exit code where one of them was asked for."""
    for name, reason in result.unreadable:
        note(f"promptlint: cannot read {name}: {reason}")
    asked = {path.resolve() for path in linting.paths}
    return Exit.USAGE if any(Path(name).resolve() in asked for name, _ in result.unreadable) else Exit.CLEAN
