"""``promptlint chain FILE --shot ID``: split a shot that is too long into shots that each start from the last frame of
the one before."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from promptlint.cli.exits import Exit, UsageError
from promptlint.cli.options import add_colour, add_config, check_exist, config_finder
from promptlint.cli.output import note, wants_colour, write_out

if TYPE_CHECKING:
    from promptlint.chain import Chain
    from promptlint.project import Project
    from promptlint.spec.model import Shot, SpecFile
    from promptlint.text import SourceText


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a shot spec")
    parser.add_argument("--shot", metavar="ID", help="the shot to split; may be left out where the file has only one")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--diff", action="store_true", help="show what would change in all files, and change nothing")
    what.add_argument("--write", action="store_true", help="change the file, and links to the shot in other files")
    add_config(parser)
    add_colour(parser)


def execute(options: Namespace) -> int:
    """Print the chain, or its differences, or write it."""
    from datetime import date

    from promptlint.chain import NoChain, make_chain
    from promptlint.project import read_project_of

    path: Path = options.file
    check_exist([path])
    if path.is_dir():
        raise UsageError(f"{path} is a folder: give the file that holds the shot.")
    if options.write and path.is_symlink():
        raise UsageError(f"{path} is a symbolic link: give the file that it leads to.")
    project = read_project_of(path, config_finder(options, [path]), date.today())
    shot = _shot(_file(project, path), options.shot)
    chain = make_chain(shot, project.facts_of(shot))
    if isinstance(chain, NoChain):
        note(f"{_called(shot)}: {chain.reason}{' ' if chain.advice else ''}{chain.advice}")
        return Exit.CLEAN if chain.fits else Exit.FINDINGS
    texts = {file: _edited(file, chain) for file in chain.edits}
    if options.write:
        return _write_all(chain, texts)
    if options.diff:
        from promptlint.report.style import Style

        style = Style(wants_colour(options.color))
        write_out("".join(style.difference(line) for file, text in texts.items() for line in _difference(file, text)))
    else:
        write_out(_new_text(shot, chain))
    _tell(chain, "become")
    if not options.diff and (links := _links(chain)):
        note(f"--write also changes {links}.")
    return Exit.CLEAN


def _file(project: Project, path: Path) -> SpecFile:
    file = project.file_at(path)
    if file is not None:
        if file.document.errors:
            error = file.document.errors[0]
            line = file.source.line_of(error.span.start)
            raise UsageError(f"{path} cannot be read whole, so it is not edited. Line {line}: {error.message}")
        return file
    where = path.resolve()
    for skipped in project.skipped:
        if skipped.path == where:
            raise UsageError(f"{path} is no shot spec: {skipped.reason}.")
    reason = next(
        (reason for name, reason in project.unreadable if Path(name).resolve() == where), "no reason is known"
    )
    raise UsageError(f"Cannot read {path}: {reason}.")


def _shot(file: SpecFile, name: str | None) -> Shot:
    """The shot with an id, or the only one."""
    found = [shot for shot in file.shots if name is None or shot.name == name]
    if len(found) == 1:
        return found[0]
    from promptlint.nearest import nearest

    ids = [shot.name for shot in file.shots if shot.name is not None]
    if not file.shots:
        raise UsageError(f"{file.name} holds no shot.")
    if name is None:
        raise UsageError(f"{file.name} holds {len(file.shots)} shots. Name one with --shot: {', '.join(ids)}.")
    if found:
        raise UsageError(f"{file.name} holds {len(found)} shots with the id {name}. Give each an id of its own.")
    near = nearest(name, ids)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"It has {', '.join(ids)}."
    raise UsageError(f"{file.name} has no shot {name}. {hint}")


def _called(shot: Shot) -> str:
    line = shot.file.source.line_of(shot.node.start)
    return f"{shot.file.name}:{line}: shot {shot.name}" if shot.name else f"{shot.file.name}:{line}"


def _edited(file: SpecFile, chain: Chain) -> SourceText:
    """The new text of a file.

    Raises:
        UsageError: the text could not be read back.
    """
    from promptlint.document import compose, compose_lines
    from promptlint.edits import apply
    from promptlint.text import SourceText

    text = apply(file.source.text, chain.edits[file])
    document = compose_lines(text) if file.path.suffix.lower() == ".jsonl" else compose(text)
    if document.errors:
        raise UsageError(f"{file.name} could not be read any more: {document.errors[0].message} Nothing was changed.")
    return SourceText(text, file.source.bom)


def _new_text(shot: Shot, chain: Chain) -> str:
    """The chain as it stands in its file, from the start of its first line."""
    from promptlint.edits import line_start

    source = shot.file.source.text
    start, _ = line_start(source, chain.shots.span.start)
    lead = source[start : chain.shots.span.start]
    return f"{lead if not lead.strip(' -') else ''}{chain.shots.text}\n"


def _tell(chain: Chain, verb: str) -> None:
    """Say what the lengths are, and what is worth knowing of them."""
    from promptlint.chain.room import amount

    plan = chain.plan
    shots = ", ".join(f"{shot.id} {amount(shot.length, plan.unit)}" for shot in plan.shots)
    note(f"{amount(plan.asked, plan.unit)} {verb} {len(plan.shots)} shots: {shots}.")
    if plan.total != plan.asked:
        note(f"Together they are {amount(plan.total, plan.unit)}, the closest that the model offers.")
    if plan.note:
        note(plan.note)


def _links(chain: Chain) -> str:
    """The other files in which links lead to the shot."""
    return ", ".join(file.name for file in chain.edits if file is not chain.plan.shot.file)


def _difference(file: SpecFile, text: SourceText) -> list[str]:
    """A unified diff as lines."""
    from difflib import unified_diff

    from promptlint.report.visible import visible

    name = visible(file.name)
    before, after = (source.to_bytes().decode("utf-8").splitlines(keepends=True) for source in (file.source, text))
    return [
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in unified_diff(before, after, name, name)
    ]


def _write_all(chain: Chain, texts: dict[SpecFile, SourceText]) -> int:
    """Put the new texts in the place of the old ones, the files with links first."""
    for file in texts:
        reason = _reason_to_leave(file)
        if reason:
            raise UsageError(f"Nothing was changed: {file.name} {reason}.")
    for file, text in reversed(texts.items()):
        _write(file, text)
    _tell(chain, "became")
    return Exit.CLEAN


def _reason_to_leave(file: SpecFile) -> str:
    from stat import S_ISREG

    status = file.path.lstat()
    if not S_ISREG(status.st_mode):
        return "is a symbolic link or no regular file"
    if not status.st_mode & 0o222:
        return "is read-only"
    return "" if file.path.read_bytes() == file.source.to_bytes() else "was changed meanwhile"


def _write(file: SpecFile, text: SourceText) -> None:
    from stat import S_IMODE

    from promptlint.atomic import write_atomically

    try:
        write_atomically(file.path, text.to_bytes(), S_IMODE(file.path.stat().st_mode))
    except OSError as error:
        raise UsageError(f"Cannot write {file.name}: {error.strerror or error}.") from None
