"""``promptlint chain FILE --shot ID``: split a shot that is too long into shots that each start from the last frame of
the one before."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from promptlint.cli.exits import Exit, UsageError
from promptlint.cli.options import add_colour, add_config, check_exist, config_finder
from promptlint.cli.output import note, wants_colour, write_bytes, write_out

if TYPE_CHECKING:
    from promptlint.chain import Chain
    from promptlint.fixes import Texts
    from promptlint.project import Project
    from promptlint.spec.model import Shot, SpecFile


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
    texts = _edited(chain)
    if options.write:
        return _write(chain, texts)
    if options.diff:
        from promptlint.fixes.diff import diff
        from promptlint.report.style import Style

        style = Style(wants_colour(options.color))
        write_bytes("".join(map(style.difference, diff(texts))).encode("utf-8", "backslashreplace"))
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


def _edited(chain: Chain) -> Texts:
    """The files with their new texts.

    Raises:
        UsageError: the edits would change more than they are meant to.
    """
    from promptlint.fixes import Texts, damage

    texts = Texts()
    for file, edits in chain.edits.items():
        reason = damage(file.source.text, edits, file.path.name)
        if reason:
            raise UsageError(f"{file.name} was left as it is: {reason}. Please report this with the file.")
        texts.edit(file, edits)
    return texts


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


def _write(chain: Chain, texts: Texts) -> int:
    """Put the new texts in the place of the old ones, or leave all files as they are where one cannot be edited."""
    from promptlint.fixes.write import NotWritten, reason_against, write_back

    for text in texts:
        if reason := reason_against(text):
            raise UsageError(f"Nothing was changed: {text.before.name} was left as it is: {reason}.")
    for text in texts:
        try:
            write_back(text)
        except NotWritten as error:
            raise UsageError(f"{text.before.name} was left as it is: {error}.") from None
        except OSError as error:
            raise UsageError(f"Cannot write {text.before.name}: {error.strerror or error}.") from None
    _tell(chain, "became")
    return Exit.CLEAN
