"""R417."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import PictureFacts
from promptlint.facts.reference.model import Unreadable
from promptlint.facts.reference.stated import picture as stated
from promptlint.finding import Problem, Severity
from promptlint.rule import Example, Need, reference_rule
from promptlint.spec.pictures import Picture
from promptlint_rules.articles import DRIFT
from promptlint_rules.reference._words import name_of, other_mentions, role_of

_SPEC = """
id: s01
model: kling-2.6
image: refs/mara.png
prompt: She turns her head slowly towards the window.
"""


@reference_rule(
    code="R417",
    name="reference-not-tracked",
    severity=Severity.INFO,
    needs=frozenset({Need.REFERENCE_HEADER}),
    summary="The spec is in git, and a picture that it names is not.",
    sources=(DRIFT, "Its own: a spec without its picture cannot be run, or checked, by anybody else"),
    bad=(
        Example(
            _SPEC,
            marks=("refs/mara.png",),
            pictures=(("refs/mara.png", stated()),),
            git=(("refs/mara.png", "untracked"),),
        ),
        Example(
            _SPEC,
            marks=("refs/mara.png",),
            pictures=(("refs/mara.png", stated()),),
            git=(("refs/mara.png", "ignored"),),
            title="A folder of pictures that `.gitignore` leaves out",
        ),
    ),
    good=(
        Example(_SPEC, pictures=(("refs/mara.png", stated()),), git=(("refs/mara.png", "tracked"),)),
        Example(_SPEC, pictures=(("refs/mara.png", stated()),), title="A project without git"),
    ),
)
def reference_not_tracked(picture: Picture, facts: PictureFacts) -> Iterator[Problem]:
    """Reports a picture or clip that lies in the working tree and that git does not know, while it knows the spec.

    ## Why it matters

    CI, colleagues and your other machine get the spec without its picture: the check fails there, or nobody notices
    that another version of the face is used.

    ## What to do

    Add the picture to git; for large ones use Git LFS.
    """
    references, tracking = facts.surroundings.references, facts.surroundings.tracking
    if picture.is_url or facts.reference.unreadable is not None or tracking.of(picture.file.path) != "tracked":
        return
    path = references.locate(picture.file, picture.text)
    state = None if isinstance(path, Unreadable) else tracking.of(path)
    if state in ("untracked", "ignored"):
        left_out = "is left out by .gitignore" if state == "ignored" else "is not in git"
        yield Problem(
            picture.location,
            f"The spec is in git and the {role_of(picture)} {name_of(picture)} {left_out}: CI and colleagues do not "
            "have it.",
            f"`git add {'-f ' if state == 'ignored' else ''}` it; for large files use Git LFS.",
            other_mentions(picture),
        )
