"""Answers are lenient: what any listed source allows is allowed, and what nobody knows is None."""

import pytest

from promptlint.profiles import Context, Profiles, canonical_mode
from promptlint.profiles import answers as ask
from promptlint.profiles.quantities import Allowed, Span
from promptlint.profiles.windows import coherence, unmet


def durations(profiles: Profiles, model: str, **known: object) -> Allowed:
    found = ask.allowed_durations(profiles[model], Context(**known))  # type: ignore[arg-type]
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("model", "known", "inside", "outside"),
    [
        ("kling-1.6", {}, [5, 10], [3, 7, 15]),
        ("kling-3.0", {}, [3, 8, 15], [2, 16, 3.5]),
        ("runway-gen4-turbo", {}, [5, 8, 10, 3], [12, 1, 5.5]),  # sources disagree: 2 to 10 in general
        ("sora-2", {}, [4, 8, 12, 16, 20], [5, 10]),  # SDK says 4, 8, 12; later guide adds 16 and 20
        ("veo-3.1", {}, [4, 6, 8], [5, 7, 10]),
        ("veo-3.1", {"references": True}, [8], [4, 6]),
        ("veo-3.1", {"resolution": "1080p"}, [4, 8], [5]),  # disputed: Vertex allows it
        ("veo-3.1", {"resolution": "1080p", "host": "gemini"}, [8], [4, 6]),
        ("veo-3.1", {"extend": True}, [7, 8], [4]),
        ("hailuo-02", {}, [6, 10], [5]),
        ("hailuo-02", {"resolution": "1080P"}, [6], [10]),
        ("hailuo-02", {"resolution": "1920x1080"}, [6], [10]),
        ("pixverse-v5", {"resolution": "1080p"}, [5], [8]),
        ("luma-ray-3.2", {"hdr": True}, [5], [10]),
        ("kling-2.6-motion-control", {}, [3, 10, 30], [2, 31]),
        ("kling-2.6-motion-control", {"orientation": "image"}, [3, 10], [12, 30]),
        ("kling-2.6-motion-control", {"orientation": "video"}, [12, 30], [31]),
        ("wan-2.1-i2v", {"id": "wanx2.1-i2v-plus", "host": "api"}, [5], [3, 4]),
        ("wan-2.1-i2v", {"id": "wanx2.1-i2v-turbo", "host": "api"}, [3, 4, 5], [6]),
        ("wan-2.2-animate-replace", {"host": "wavespeed"}, [60, 120], [121]),
        ("wan-2.2-animate-replace", {"host": "fal"}, [30], [60]),
        ("ltx-2", {"id": "ltx-2-pro"}, [6, 10], [12, 20]),
        ("ltx-2", {"id": "ltx-2-fast"}, [6, 20], [5]),
        ("ltx-2", {}, [20], [5]),  # which of the two is not known
        ("ovi-i2v", {"host": "venice"}, [5], [10]),
    ],
)
def test_durations(
    profiles: Profiles, model: str, known: dict[str, object], inside: list[float], outside: list[float]
) -> None:
    allowed = durations(profiles, model, **known)
    assert [number for number in inside if number not in allowed] == []
    assert [number for number in outside if number in allowed] == []


def test_nearest_durations(profiles: Profiles) -> None:
    assert durations(profiles, "kling-1.6").nearest(7) == 5
    assert durations(profiles, "kling-1.6").nearest(8) == 10
    assert durations(profiles, "kling-1.6").at_most(9) == 5
    assert durations(profiles, "kling-1.6").at_most(4) is None
    assert durations(profiles, "kling-3.0").nearest(7.4) == 7
    assert durations(profiles, "kling-3.0").nearest(99) == 15
    assert durations(profiles, "kling-1.6").describe() == "5 or 10 s"
    assert durations(profiles, "kling-3.0").describe() == "3 to 15 s in whole seconds"


@pytest.mark.parametrize("model", ["kling-4", "pika-1.5", "svd-xt"])
def test_unknown_durations_are_none(profiles: Profiles, model: str) -> None:
    assert ask.allowed_durations(profiles[model]) is None


def test_frames_make_seconds(profiles: Profiles) -> None:
    found = ask.allowed_durations(profiles["wan-2.2-i2v-a14b"], Context(fps=24, host="replicate"))
    assert found is not None and found.highest == pytest.approx(100 / 24)


@pytest.mark.parametrize(
    ("model", "resolution", "known", "verdict"),
    [
        ("kling-2.1", "1080p", {"mode": "pro"}, True),
        ("kling-2.1", "1080p", {"mode": "std"}, False),
        ("kling-2.1", "1080p", {}, True),  # the mode is not known
        ("kling-2.1", "1920x1080", {"mode": "pro"}, True),
        ("kling-3.0", "4K", {"mode": "4k"}, True),
        ("kling-2.1-master", "8k", {}, None),
        ("sora-2", "1792x1024", {}, True),  # one source lists it
        ("sora-2", "1920x1080", {}, False),
        ("sora-2", "720p", {}, True),
        ("seedance-2.0", "1080p", {}, True),  # sources disagree
        ("seedance-2.0-fast", "1080p", {}, False),
        ("ltx-2.5", "3840x2160", {"id": "ltx-2-5-pro"}, False),
        ("ltx-2.5", "3840x2160", {"id": "ltx-2-5-fast"}, True),
        ("ovi-i2v", "720x720", {}, True),
        ("ovi-i2v", "1920x1080", {}, False),
        ("kling-2.1", "cinema", {}, None),
    ],
)
def test_sizes(profiles: Profiles, model: str, resolution: str, known: dict[str, str], verdict: bool | None) -> None:
    assert ask.size_allowed(profiles[model], resolution, Context(**known)) is verdict  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("model", "ratio", "known", "verdict"),
    [
        ("runway-gen4.5", 16 / 9, {}, True),
        ("runway-gen4.5", 21 / 9, {}, True),  # 1584:672
        ("runway-gen4.5", 4 / 3, {}, True),  # 1104:832
        ("runway-gen4.5", 1 / 2, {}, False),
        ("runway-gen4.5", 1, {"task": "text_to_video"}, False),
        ("kling-2.1", 21 / 9, {}, None),  # follows the image
        ("kling-3.0", 4 / 3, {"task": "text_to_video"}, False),
        ("kling-3.0", 4 / 3, {"task": "image_to_video"}, None),
        ("pika-1.0", 2.0, {}, True),
        ("pika-1.0", 3.0, {}, False),
        ("veo-3.1", 1, {}, False),
        ("vidu-q2", 1.23, {"task": "reference_to_video"}, True),
        ("runway-gen4", 1, {}, None),
    ],
)
def test_ratios(profiles: Profiles, model: str, ratio: float, known: dict[str, str], verdict: bool | None) -> None:
    assert ask.ratio_allowed(profiles[model], ratio, Context(**known)) is verdict  # type: ignore[arg-type]


def test_prompt_limits(profiles: Profiles) -> None:
    kling = ask.prompt_limit(profiles["kling-1.6"])
    assert kling is not None and (kling.value.n, kling.value.unit) == (2500, "characters")
    runway = ask.prompt_limit(profiles["runway-gen4.5"], Context(host="api"))
    assert runway is not None and runway.value.n == 1000
    assert runway.value.measure("a🎬") == 3
    either = ask.prompt_limit(profiles["runway-gen4.5"])
    assert either is not None and either.value.n == 1800  # the app takes more, and the host is not known
    assert ask.prompt_limit(profiles["seedance-2.0"]) is None  # a limit of one host only
    hosted = ask.prompt_limit(profiles["seedance-2.0"], Context(host="runway"))
    assert hosted is not None and hosted.value.n == 3500
    veo = ask.prompt_limit(profiles["veo-3.1"])
    assert veo is not None and veo.value.measure("words") is None
    assert not veo.value.surely_exceeded("word " * 1000)
    assert veo.value.surely_exceeded("word " * 1025)
    assert ask.takes_prompt(profiles["svd-xt"]) is False
    assert ask.takes_prompt(profiles["sora-2"]) is None


def test_yes_no_questions(profiles: Profiles) -> None:
    assert ask.takes_negative_prompt(profiles["runway-gen4.5"]) is False
    assert ask.takes_negative_prompt(profiles["veo-3.1"]) is True  # disputed
    assert ask.takes_negative_prompt(profiles["kling-4"]) is None
    assert ask.takes_end_frame(profiles["runway-gen4-turbo"]) is False
    assert ask.takes_end_frame(profiles["kling-2.6"]) is True
    assert ask.takes_end_frame(profiles["pika-2.2"]) is None
    assert ask.offers_sound(profiles["kling-2.1"]) is False
    assert ask.offers_sound(profiles["veo-3.1"]) is True
    assert ask.offers_sound(profiles["kling-4"]) is None
    assert ask.has_task(profiles["wan-2.7-t2v"], "image_to_video") is False


def test_reference_counts(profiles: Profiles) -> None:
    assert ask.max_references(profiles["kling-1.6"]) == 6  # start, end and four elements
    assert ask.max_references(profiles["runway-gen4-turbo"]) == 1
    assert ask.max_references(profiles["seedance-2.0"]) == 9
    assert ask.max_references(profiles["wan-2.7-t2v"]) == 0
    assert ask.max_references(profiles["sora-1"]) is None
    assert ask.max_references(profiles["pika-2.2"]) == 5
    assert ask.min_references(profiles["kling-2.1"]) == 1


def test_lenient_bounds(profiles: Profiles) -> None:
    wan = profiles["wan-2.6-i2v"].image
    assert (ask.least(wan.min_side_px), ask.most(wan.max_side_px)) == (240, 7680)
    assert ask.least(profiles["pika-2.2"].image.min_side_px) is None


def test_controls(profiles: Profiles) -> None:
    guidance = profiles["kling-2.1"].control("guidance")
    assert guidance is not None and guidance.takes(0.5) is True and guidance.takes(7) is False
    assert not guidance.surely_unsupported
    camera = profiles["kling-1.6"].control("camera_control")
    assert camera is not None and camera.supported is False and not camera.surely_unsupported
    brush = profiles["kling-1.6"].control("brush")
    assert brush is not None and brush.surely_unsupported
    bucket = profiles["svd-xt"].control("motion_bucket_id")
    assert bucket is not None and bucket.takes(300) is True and bucket.takes(2000) is False  # one host allows 1023
    words = profiles["hailuo-02"].control("camera")
    assert words is not None and words.takes("push in") is True and words.takes("orbit") is False
    assert profiles["runway-gen4.5"].control("brush") is None


@pytest.mark.parametrize(
    ("model", "known", "broken"),
    [
        ("kling-2.6", {"end_frame": True, "mode": "std"}, ["mode"]),
        ("kling-2.6", {"end_frame": True, "mode": "pro"}, []),
        ("kling-2.6", {"end_frame": True}, []),  # the mode is not known
        ("kling-2.6", {"end_frame": True, "mode": "pro", "audio": True}, ["audio"]),
        ("hailuo-02", {"resolution": "1080p", "duration_s": 10.0}, ["duration_s"]),
        ("hailuo-02", {"resolution": "512p", "end_frame": True}, ["resolution"]),
        ("veo-3.1", {"resolution": "1080p", "duration_s": 4.0}, []),  # disputed
        ("veo-3.1", {"references": True, "duration_s": 4.0}, ["duration_s"]),
        ("seedance-2.0", {"references": True, "first_frame": True}, ["first_frame"]),
        ("seedance-1.0-pro", {"id": "seedance-1-0-pro-fast-251015", "end_frame": True}, ["end_frame"]),
        ("wan-2.2-i2v", {"id": "wan2.2-i2v-flash", "end_frame": True}, ["id"]),
        ("kling-2.6-motion-control", {"orientation": "image", "duration_s": 12.0}, ["duration_s"]),
        ("kling-2.6-motion-control", {"orientation": "video", "duration_s": 12.0}, []),
    ],
)
def test_conditional_limits(profiles: Profiles, model: str, known: dict[str, object], broken: list[str]) -> None:
    found = ask.broken_limits(profiles[model], Context(**known))  # type: ignore[arg-type]
    assert [one.key for one in found] == broken


def test_disputed_limits_on_request(profiles: Profiles) -> None:
    context = Context(resolution="1080p", duration_s=4.0)
    assert [one.key for one in ask.broken_limits(profiles["veo-3.1"], context, disputed=True)] == ["duration_s"]


def test_extension(profiles: Profiles) -> None:
    assert ask.extension_sources(profiles["veo-3.1"]) == {"own"}
    assert ask.extension_sources(profiles["wan-2.7-i2v"]) == {"any"}
    assert ask.extension_sources(profiles["kling-2.1"]) == frozenset()
    assert ask.extension_sources(profiles["sora-2"]) is None
    assert ask.extension_sources(profiles["runway-gen3-alpha"]) is None


@pytest.mark.parametrize(
    ("model", "known", "seconds", "frames", "certain"),
    [
        ("runway-gen3-alpha", {}, 80 / 24, 80, True),
        ("kling-1.6", {"mode": "high-subject-coherence"}, 4, 96, True),
        ("kling-1.6", {}, 4, 96, False),
        ("pika-1.5", {"anchor": False}, 3, 72, True),
        ("sora-1", {"framing": "close-up"}, 5, 120, True),
    ],
)
def test_windows(
    profiles: Profiles, model: str, known: dict[str, object], seconds: float, frames: int, certain: bool
) -> None:
    found = coherence(profiles[model], Context(**known), general=profiles.general_windows)  # type: ignore[arg-type]
    assert found is not None
    assert found.seconds == pytest.approx(seconds)
    assert (found.frames, found.certain, found.general) == (frames, certain, False)
    assert found.text == "Articles on drift in image-to-video, 2026-11-20"


@pytest.mark.parametrize(
    ("model", "known"), [("kling-3.0", {}), ("kling-1.6", {"mode": "pro"}), ("pika-1.5", {"anchor": True})]
)
def test_general_window_stands_in(profiles: Profiles, model: str, known: dict[str, object]) -> None:
    found = coherence(profiles[model], Context(**known), general=profiles.general_windows)  # type: ignore[arg-type]
    assert found is not None and found.general and found.seconds == 5
    assert coherence(profiles[model], Context(**known)) is None  # type: ignore[arg-type]


def test_window_needs_a_mode(profiles: Profiles) -> None:
    kling = profiles["kling-1.6"]
    assert [window.frames for window in unmet(kling, Context(mode="pro"))] == [96]
    assert [window.frames for window in unmet(kling, Context())] == [96]
    assert unmet(kling, Context(mode="high-subject-coherence")) == []
    assert unmet(profiles["pika-1.5"], Context()) == []


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("Standard", "std"),
        ("PRO", "pro"),
        ("high subject coherence", "high-subject-coherence"),
        ("High-Subject-Coherence mode", "high-subject-coherence"),
        ("fast", "fast"),
    ],
)
def test_modes(written: str, canonical: str) -> None:
    assert canonical_mode(written) == canonical


def test_motion_advice(profiles: Profiles) -> None:
    brush = profiles["runway-gen4-turbo"].motion_advice[0]
    assert (brush.target, brush.low, brush.high) == ("brush", 1, 2)
    strength = profiles["pika-1.5"].motion_advice[0]
    assert (strength.low, strength.high, strength.avoid_from) == (0.3, 0.5, 1.5)
    assert profiles["kling-3.0"].motion_advice[0].words == ("subtle",)


def test_citations(profiles: Profiles) -> None:
    kling = profiles["kling-1.6"]
    assert kling.cite(kling.resolutions) == "Kling AI API reference incl. capability map, 2026-11-20"
    assert kling.cite(kling.frames) == ""
    advice = kling.advice_for("one_camera_move")
    assert advice is not None and kling.cite(advice.claim).endswith("2026-09-20")


def test_every_question_of_every_model(profiles: Profiles) -> None:
    contexts = [
        Context(),
        Context(mode="pro", task="image_to_video", resolution="1080p", end_frame=True, fps=24, duration_s=5.0),
        Context(orientation="image", host="fal", references=True, extend=True, audio=True, first_frame=False),
    ]
    for profile in profiles:
        for context in contexts:
            allowed = ask.allowed_durations(profile, context)
            assert allowed is None or (allowed and allowed.nearest(5) in allowed)
            ask.broken_limits(profile, context, disputed=True)
            ask.ratio_allowed(profile, 1.5, context)
            ask.size_allowed(profile, "720p", context)
            ask.prompt_limit(profile, context)
            ask.default_fps(profile, context)
            ask.frame_rates(profile, context)
            coherence(profile, context, general=profiles.general_windows)
        ask.keeps_identity(profile)


def test_allowed_sets() -> None:
    both = Allowed((5.0, 10.0)).both(Allowed(spans=(Span(1, 8),)))
    assert both.values == (5,)
    assert Allowed.union([Allowed((5.0,)), Allowed(spans=(Span(2, 10, 1),))]).describe() == "2 to 10 s in whole seconds"
    assert Allowed.union([Allowed((5.5,)), Allowed(spans=(Span(2, 10, 1),))]).values == (5.5,)
    assert Allowed(spans=(Span(0, 6.25),)).describe() == "up to 6.25 s"
    assert (Allowed((4.0, 8.0)).lowest, Allowed((4.0, 8.0)).highest) == (4, 8)
    assert not Allowed()
