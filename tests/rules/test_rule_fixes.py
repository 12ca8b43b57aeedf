"""On what rules report, the fixes of all rules together come to rest."""

import pytest

from promptlint.registry import installed
from promptlint.rule import Example
from promptlint.testing import fix_text, lint_text

LONGEST = 5_000
EXAMPLES = [
    pytest.param(example, id=f"{rule.code}-{number}")
    for rule in installed()
    for number, example in enumerate(rule.bad, 1)
    if len(example.spec) < LONGEST
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_fixes_of_all_rules(example: Example) -> None:
    project = {"files": example.files, "pictures": example.pictures, "name": example.name}
    fixed = fix_text(example.spec, unsafe=True, **project)  # type: ignore[arg-type]
    assert fix_text(fixed, unsafe=True, **project) == fixed  # type: ignore[arg-type]
    findings = lint_text(fixed, **project)  # type: ignore[arg-type]
    broken = any(finding.code == "S001" for finding in findings)
    assert broken or not [finding for finding in findings if finding.fix is not None]
