"""Links to a shot that becomes a chain: to its last frame, which is that of the last shot now, and to its first."""

from __future__ import annotations

from promptlint.chain.plan import Plan
from promptlint.edits import double_quoted, replace_scalar
from promptlint.finding import TextEdit
from promptlint.spec.links import Chains
from promptlint.spec.model import SpecFile
from promptlint.spec.sequence import ShotSequence


def repointed(plan: Plan, sequence: ShotSequence) -> dict[SpecFile, list[TextEdit]]:
    """The edits that let every link to the shot lead to a shot of the chain, by file."""
    found: dict[SpecFile, list[TextEdit]] = {}
    for file, reference in Chains.of(sequence).pointing_at(plan.shot):
        target = plan.shots[0 if reference.frame == "first" else -1].id
        node = reference.node
        is_json_number = node.style == "plain" and node.source[: node.start].rstrip().endswith('":')
        edit = TextEdit(node.span, double_quoted(target)) if is_json_number else replace_scalar(node, target)
        edits = found.setdefault(file, [])
        if edit not in edits:
            edits.append(edit)
    return found
