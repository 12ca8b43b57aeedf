"""R401."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.edits import replace_scalar
from promptlint.facts import PictureFacts
from promptlint.facts.reference.model import Trouble
from promptlint.facts.reference.stated import picture as stated
from promptlint.finding import Fix, Problem, Severity
from promptlint.rule import Example, Need, reference_rule
from promptlint.spec.pictures import Picture
from promptlint_rules.articles import DRIFT, HOW_IT_WORKS
from promptlint_rules.reference._words import name_of, other_mentions, role_of

_SAYS: Final[dict[Trouble, tuple[str, str]]] = {
    "outside": (
        "{name} lies outside the project, and promptlint opens nothing there: it was not looked at, and nobody else "
        "who has the project has it",
        "Copy it into the project.",
    ),
    "directory": ("{name} is a folder, not a picture: there is nothing to upload", "Name the picture in it."),
    "not-a-file": ("{name} is no regular file: there is nothing to upload", "Save it as an ordinary file."),
    "no-access": ("{name} may not be read", "Give yourself the right to read it."),
    "empty": ("{name} is an empty file: the upload fails", "Save or export the picture again."),
    "lfs-pointer": (
        "{name} is a Git LFS pointer: a text of a few lines that stands for a picture that has not been fetched",
        "Run `git lfs pull` (in CI: check out with `lfs: true`).",
    ),
    "too-large": (
        "{name} is too large to be looked at ({detail})",
        "Save it at the size at which the model works, or raise `max-megabytes` under `pictures` in the configuration.",
    ),
    "too-many-pixels": (
        "{name} has too many pixels to be looked at ({detail})",
        "Save it at the size at which the model works, or raise `max-megapixels` under `pictures` in the "
        "configuration.",
    ),
    "not-a-picture": ("{name} is {detail} and no picture that can be read: providers refuse it", "Save it as PNG."),
    "unsupported": ("{name} is {detail}, which cannot be looked at", "Save it as PNG."),
    "damaged": (
        "{name} is damaged{detail}: part of the picture is missing or cannot be decoded, and the upload fails or the "
        "clip starts from a broken frame",
        "Export or download it again.",
    ),
    "failed": ("{name} could not be looked at{detail}", "Please report it with the picture, if you may share it."),
}


@reference_rule(
    code="R401",
    name="reference-missing",
    severity=Severity.ERROR,
    needs=frozenset({Need.REFERENCE_HEADER}),
    summary="A reference does not exist, or cannot be read.",
    sources=(DRIFT, HOW_IT_WORKS),
    bad=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            """,
            marks=("refs/mara.png",),
        ),
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            """,
            marks=("refs/mara.png",),
            pictures=(("refs/mara.png", stated("lfs-pointer")),),
            title="A pointer instead of the picture",
        ),
        Example(
            """
            characters:
              mara: {image: refs/mara.heic}
            shots:
              - id: s01
                model: kling-2.6
                image: https://example.org/mara.png
                prompt: She turns her head slowly towards the window.
            """,
            marks=("refs/mara.heic", "https://example.org/mara.png"),
            pictures=(("refs/mara.heic", stated("not-a-picture", "a HEIC picture")),),
            title="A format that no provider takes, and a URL, which is not fetched",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            """,
            pictures=(("refs/mara.png", stated()),),
        ),
        Example(
            """
            shots:
              - id: s01
                image: refs/mara.png
                prompt: She turns her head slowly towards the window.
              - id: s02
                image: {from: s01, frame: last}
                prompt: She opens it.
            """,
            pictures=(("refs/mara.png", stated()),),
            title="The last frame of another shot does not exist yet",
        ),
    ),
)
def reference_missing(picture: Picture, facts: PictureFacts) -> Iterator[Problem]:
    """Looks for every picture and clip that a spec names: start and end frames, further references, the pictures of
    the character bible, motion references. Paths are relative to the spec file.

    Reported are files that do not exist, lie outside the project, are folders, empty, damaged, no pictures, larger than
    the configured limits, or Git LFS pointers whose picture was not fetched. A URL is not fetched, which is said once a
    picture as an info.

    ## Why it matters

    Without its reference a generation fails, or a pipeline quietly makes the clip from the text alone, with another
    face. And what promptlint cannot open it cannot judge.

    ## What to do

    Put the picture where the spec says, or correct the path.
    """
    if picture.is_url:
        yield Problem(
            picture.location,
            f"The {role_of(picture)} lies on a server, and promptlint fetches nothing: whether it exists and can carry "
            "the clip was not checked.",
            "Keep a copy in the project and name that, so that it can be looked at.",
            other_mentions(picture),
            severity=Severity.INFO,
        )
        return
    unreadable = facts.reference.unreadable
    if unreadable is None:
        return
    if unreadable.trouble == "missing":
        yield _missing(picture, facts)
        return
    says, advice = _SAYS[unreadable.trouble]
    yield Problem(
        picture.location,
        says.format(
            name=f"The {role_of(picture)} {name_of(picture)}", detail=_detail(unreadable.trouble, unreadable.detail)
        )
        + ".",
        advice,
        other_mentions(picture),
    )


def _detail(trouble: Trouble, detail: str) -> str:
    if trouble == "not-a-picture":
        return detail or "something else"
    return f" ({detail})" if detail and trouble in ("damaged", "failed") else detail


def _missing(picture: Picture, facts: PictureFacts) -> Problem:
    """A file that is not there, with the one that may be meant."""
    meant = facts.surroundings.references.similar_path(picture.file, picture.text)
    nodes = {mention.reference.node.start: mention.reference.node for mention in picture.mentions}
    edits = tuple(replace_scalar(node, meant) for node in nodes.values()) if meant else ()
    return Problem(
        picture.location,
        f"There is no file `{picture.text}`: the {role_of(picture)} is missing, and the generation fails or is made "
        "without it.",
        f"Did you mean `{meant}`?" if meant else f"The path is relative to `{picture.file.path.name}`.",
        other_mentions(picture),
        fix=Fix(f"Change to {meant}", edits, safe=False) if edits else None,
    )
