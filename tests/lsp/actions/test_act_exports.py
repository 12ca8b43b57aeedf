"""Advice on exporting a picture again."""

from __future__ import annotations

import pytest
from desk import Desk, offered, titled
from PIL import Image

from promptlint.facts.reference.model import HeaderFacts
from promptlint_lsp.features.exports import Export, advice, export_of

SPEC = """\
- id: s01   # 🎬
  model: kling-2.6
  image: refs/mara 鹿.jpg
  aspect_ratio: "16:9"
  prompt: She smiles.
- id: s02
  model: kling-2.6
  image: refs/none.png
  prompt: She smiles.
"""


def header(width: int, height: int) -> HeaderFacts:
    return HeaderFacts("JPEG", width, height, "RGB", 8, 100_000)


@pytest.mark.parametrize(
    ("size", "shape", "expected"),
    [
        ((1920, 1080), None, Export(1920, 1080, cropped=False, enlarged=False)),
        ((1920, 1080), 16 / 9, Export(1920, 1080, cropped=False, enlarged=False)),
        ((4000, 4000), None, Export(1536, 1536, cropped=False, enlarged=False)),
        ((4000, 4000), 16 / 9, Export(2730, 1536, cropped=True, enlarged=False)),
        ((640, 480), None, Export(1366, 1024, cropped=False, enlarged=True)),
        ((1600, 1200), 9 / 16, Export(1024, 1820, cropped=True, enlarged=True)),
        ((1, 1), None, Export(1024, 1024, cropped=False, enlarged=True)),
    ],
)
def test_size_and_shape(size: tuple[int, int], shape: float | None, expected: Export) -> None:
    assert export_of(header(*size), shape) == expected


def test_from_the_finding_to_what_to_do(desk: Desk) -> None:
    path = desk.root / "refs" / "mara 鹿.jpg"
    path.parent.mkdir()
    Image.effect_noise((4000, 4000), 60).convert("RGB").save(path, quality=90)
    view = desk.open("a.shot.yaml", SPEC)
    for words in ("refs/mara 鹿.jpg", "16:9"):
        action = titled(offered(view, words), "Show how to export mara 鹿.jpg again")
        assert action.command == ("promptlint.showExport", (view.uri, "refs/mara 鹿.jpg"))
    found = advice(view, "refs/mara 鹿.jpg")
    assert found is not None and found.path == path
    assert "is 4000 x 4000 px (JPEG)" in found.text
    assert "as PNG, 2730 x 1536 px, cropped to the shape of the clip" in found.text
    assert "magick 'refs/mara 鹿.jpg' -auto-orient -resize 2730x1536^" in found.text
    assert "Then write refs/mara 鹿.png in the spec." in found.text


@pytest.mark.parametrize("text", ["refs/none.png", "refs/other.png", "../a.png"])
def test_no_advice_on_what_is_not_there(desk: Desk, text: str) -> None:
    view = desk.open("a.shot.yaml", SPEC)
    assert not [one for one in offered(view, "refs/none.png") if "export" in one.title]
    assert advice(view, text) is None
