from pathlib import Path

from samples import full

from promptlint.cache import RunCache


def test_a_stored_finding_has_all_its_parts(tmp_path: Path) -> None:
    found = full()
    contents = {finding.file.path: finding.file.source.text.encode() for finding in found.findings}
    cache = RunCache(tmp_path)
    cache.save("key", found, {}, {})
    known = cache.load("key", lambda path: path.relative_to("/film").as_posix(), contents.__getitem__)
    assert known is not None
    assert [finding.alternatives for finding in known.findings] == [(), found.findings[1].alternatives, ()]
    for stored, original in zip(known.findings, found.findings, strict=True):
        assert (stored.fix, stored.tag, stored.span, stored.message) == (
            original.fix,
            original.tag,
            original.span,
            original.message,
        )
        assert stored.file.source.text == original.file.source.text
        assert [e.message for e in stored.evidence] == [e.message for e in original.evidence]
