from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from promptlint.__main__ import main
from promptlint.facts.reference.model import Caption, ReferenceFacts
from promptlint.facts.reference.stated import face, picture, region, subject, text_box
from promptlint.report.annotated_picture import LONGEST, MARGIN, STRIP, annotated
from promptlint.report.picture_facts import picture_json, picture_rows
from promptlint.testing import lint_text
from promptlint_rules.reference.low_resolution import low_resolution

SPEC = "id: s01\nmodel: kling-2.6\nimage: a.png\nprompt: She turns her head slowly to the window.\n"


def opened(size: tuple[int, int] = (640, 640), colour: str = "#808080", **options: object) -> Image.Image:
    stream = BytesIO()
    Image.new("RGB", size, colour).save(stream, "PNG", **options)
    stream.seek(0)
    return Image.open(stream)


def colours(sheet: Image.Image, box: tuple[int, int, int, int]) -> set[tuple[int, ...]]:
    return {colour for _, colour in sheet.crop(box).getcolors(1 << 20) or ()}  # type: ignore[misc]


def test_boxes_lie_where_the_facts_say() -> None:
    known = picture(faces=(face(0.25, left=400),), text=(text_box("hello"),))
    sheet = annotated(opened(), known, [])
    green, blue, pink = (0, 166, 90), (30, 136, 229), (216, 27, 96)
    left, top = 400 // 2, 200 // 2
    assert green in colours(sheet, (left, top + 20, left + 3, top + 40))
    assert blue in colours(sheet, (160, 60, 163, 100))
    assert pink in colours(sheet, (500, 612, 503, 628))
    assert green not in colours(sheet, (300, 300, 600, 600))


def test_the_margin_grows_with_what_it_holds() -> None:
    small = [("a.png", picture(width=300, height=300))]
    findings = lint_text(SPEC, pictures=small, rules=[low_resolution], select=["R402"])
    assert findings
    with_one = annotated(opened(), picture(), findings)
    with_many = annotated(opened(), picture(), findings * 12)
    assert with_one.size == (640 + MARGIN, 640 + STRIP) and with_many.height > with_one.height
    assert (198, 40, 40) in colours(with_one, (640, 0, 640 + MARGIN, 200))


@pytest.mark.parametrize(
    ("size", "mode"), [((1, 1), "RGB"), ((3000, 20), "L"), ((20, 3000), "P"), ((50, 40), "RGBA"), ((50, 40), "I;16")]
)
def test_any_picture_can_be_drawn_on(size: tuple[int, int], mode: str) -> None:
    stream = BytesIO()
    Image.new("L", size, 90).convert(mode).save(stream, "PNG")
    known = picture(width=size[0], height=size[1], faces=(face(9.0),), subject=subject(0.9), regions=(region("hair"),))
    sheet = annotated(Image.open(BytesIO(stream.getvalue())), known, [])
    assert sheet.width <= LONGEST + MARGIN and sheet.mode == "RGB"


def test_a_turned_picture_is_drawn_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    sheet = annotated(opened((200, 100), exif=exif), picture(width=100, height=200), [])
    assert sheet.width == 100 + MARGIN


def test_facts_under_flat_names() -> None:
    captions = (Caption("PNG text chunk `parameters`", "prompt", "a cup\x1b"),)
    flat = picture_json(picture(captions=captions, low_key=True))
    assert flat["width"] == 1280 and flat["exposure"]["low_key"] is True and flat["people_at_least"] == 1
    assert {"palette", "faces", "subject", "text", "time_of_day", "background", "sha256", "jpeg_quality"} <= flat.keys()
    assert dict(picture_rows(picture(captions=captions)))["prompt"].startswith("a cup")
    unread = picture_json(picture("damaged", "a PNG picture"))
    assert unread["unreadable"] == {"trouble": "damaged", "detail": "a PNG picture"} and unread["faces"] is None
    assert dict(picture_rows(picture("damaged", "a PNG picture"))) == {"not readable": "damaged: a PNG picture"}
    assert list(picture_rows(ReferenceFacts())) == []


@pytest.fixture
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PROMPTLINT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.shot.yaml").write_text(SPEC)
    return tmp_path


def test_one_picture_becomes_one_file(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opened().save(film / "a.png")
    assert main(["inspect", "a.shot.yaml", "--image", "out.png"]) == 0
    assert capsys.readouterr().out == "out.png\n"
    with Image.open(film / "out.png") as sheet:
        assert sheet.width == 640 + MARGIN


def test_several_pictures_need_a_folder(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (film / "deep").mkdir()
    (film / "a.shot.yaml").write_text(f"{SPEC}end_image: deep/a.png\nreferences: [./a.png]\n")
    for path in ("a.png", "deep/a.png"):
        opened().save(film / path)
    assert main(["inspect", "a.shot.yaml", "--image", "out.png"]) == 2
    assert "name 2 pictures: give a folder instead of out.png" in capsys.readouterr().err
    assert main(["inspect", "a.shot.yaml", "--image", "out"]) == 0
    assert sorted(path.name for path in (film / "out").iterdir()) == ["a-1.png", "a.png"]


def test_no_picture_to_draw(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (film / "a.png").write_bytes(b"words")
    assert main(["inspect", "a.shot.yaml", "--image", "out"]) == 2
    assert "No picture that the specs name can be opened" in capsys.readouterr().err
    assert not (film / "out").exists()
