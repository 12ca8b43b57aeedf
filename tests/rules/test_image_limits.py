from __future__ import annotations

import pytest

from promptlint.facts.reference.stated import picture
from promptlint.testing import lint_text


def messages(model: str, image: dict[str, object], extra: str = "", **others: dict[str, object]) -> list[str]:
    spec = f"id: s01\nmodel: {model}\nimage: refs/a.png\nprompt: She turns her head slowly.\n{extra}"
    pictures = [
        ("refs/a.png", picture(**image)),
        *((f"refs/{name}.png", picture(**facts)) for name, facts in others.items()),
    ]  # type: ignore[arg-type]
    return [finding.message for finding in lint_text(spec, pictures=pictures, select=["A106"])]


@pytest.mark.parametrize(
    ("model", "image", "says"),
    [
        ("gen4_turbo", {"width": 1280, "height": 720}, None),
        ("gen4_turbo", {"width": 900, "height": 2000}, "at least 0.5 times as wide as high"),
        ("gen4_turbo", {"width": 2100, "height": 1000}, "at most 2 times as wide as high"),
        ("gen4_turbo", {"width": 8000, "height": 7999}, "at most 7999 px on each side"),
        ("gen4_turbo", {"bytes": 16 * 1024 * 1024}, None),
        ("gen4_turbo", {"bytes": 16 * 1024 * 1024 + 1}, "at most 16 MB"),
        ("kling-2.6", {"width": 299, "height": 400}, "at least 300 px"),
        ("kling-2.6", {"width": 300, "height": 400}, None),
        ("kling-2.6", {"format": "WEBP"}, "takes no WEBP image"),
        ("kling-2.6", {"format": "MPO"}, None),
        ("unknown-model", {"width": 10, "height": 10}, None),
    ],
)
def test_one_image(model: str, image: dict[str, object], says: str | None) -> None:
    found = messages(model, image)
    assert (says is None and not found) or (says is not None and len(found) == 1 and says in found[0]), found


@pytest.mark.parametrize(("height", "reported"), [(720, False), (704, True)])
def test_an_image_of_the_size_of_the_output(height: int, reported: bool) -> None:
    found = messages("sora-2", {"width": 1280, "height": height}, "resolution: 1280x720\n")
    assert bool(found) == reported and all("the size of the output, 1280 x 720 px" in message for message in found)


@pytest.mark.parametrize(("side", "reported"), [(1280, False), (1160, False), (900, True)])
def test_end_frame_beside_a_start_frame(side: int, reported: bool) -> None:
    end = {"width": side, "height": side}
    found = messages("vidu-q2", {"width": 1280, "height": 1280}, "end_image: refs/b.png\n", b=end)
    assert bool(found) == reported and all("beside a start frame" in message for message in found)
