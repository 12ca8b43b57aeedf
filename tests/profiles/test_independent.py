"""The profiles against the vendors' own packages, installed for tests only.

Each package is read as text or syntax tree, never imported, so that its own dependencies are not needed. Two things are
compared: what the package accepts must not be refused here, and for a vendor's own package what is allowed here must be
in it. Every difference that stays is listed in ``DELIBERATE`` with its reason; one that no longer occurs fails the test.
"""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from promptlint.profiles import Ambiguous, Context, Match, Profile, Profiles
from promptlint.profiles import answers as ask

VERSIONS = {"runwayml": "5.24.0", "openai": "3.52.0", "lumaai": "1.21.0", "xai-sdk": "1.21.0", "comfy-cli": "1.23.0"}
FOLDERS = {"xai-sdk": "xai_sdk", "comfy-cli": "comfy_cli"}

Key = tuple[str, str, str]
"""Package, model id or listed name, and what differs."""

NO_SIXTEEN = "the SDK type says 4, 8, 12; the later guide and fal add 16 and 20, so they are no error"
NO_1080 = "the SDK type has four sizes; the later guide and fal add 1080p for pro"
SHARED_LENGTHS = "one list serves every version in this request; vendor, fal and Tencent say 5 or 10 s"
SHARED_SIZES = "one list serves every Wan version; its text says 720P and 1080P from 2.6 on"
NOT_PROFILED = "no facts were gathered: not an image-to-video model of the catalogue, or outdated"
_OTHER_LENGTHS = "refuses 3 s, 4 s, 6 s, 7 s, 8 s, 9 s, 11 s, 12 s, 13 s, 14 s, 15 s"

TABLE: tuple[tuple[str, str, str, str], ...] = (
    ("runwayml", "gen4_turbo", "also allows size 1280x768", "the Comfy request lists the two Gen-3 sizes for it"),
    ("runwayml", "gen4_turbo", "also allows size 768x1280", "the Comfy request lists the two Gen-3 sizes for it"),
    ("runwayml", "gen4_turbo", "also allows ratio 1280:768", "the Comfy request lists the two Gen-3 sizes for it"),
    ("runwayml", "gen4_turbo", "also allows ratio 768:1280", "the Comfy request lists the two Gen-3 sizes for it"),
    ("runwayml", "happyhorse_1_0", "name", NOT_PROFILED),
    ("runwayml", "h3_max", "name", NOT_PROFILED),
    (
        "openai",
        "sora-2 sora-2-pro sora-2-2025-10-06 sora-2-pro-2025-10-06 sora-2-2025-12-08",
        "also allows 16 s, 20 s",
        NO_SIXTEEN,
    ),
    ("openai", "sora-2-pro sora-2-pro-2025-10-06", "also allows size 1080x1920", NO_1080),
    ("openai", "sora-2-pro sora-2-pro-2025-10-06", "also allows size 1920x1080", NO_1080),
    (
        "xai-sdk",
        "grok-imagine grok-imagine-r2v",
        "refuses size 1080p",
        "one type serves every version; vendor page, fal and Comfy say 480p and 720p before 1.5",
    ),
    ("comfy-cli", "kling-v1 kling-v1-5 kling-v2-master ray-1-6", "name", NOT_PROFILED),
    ("comfy-cli", "wan2.5-t2v-preview wan2.6-t2v wan2.7-videoedit", "name", NOT_PROFILED),
    (
        "comfy-cli",
        "happyhorse-1.0-t2v happyhorse-1.0-i2v happyhorse-1.0-r2v happyhorse-1.0-video-edit",
        "name",
        NOT_PROFILED,
    ),
    ("comfy-cli", "happyhorse-1.1-t2v happyhorse-1.1-i2v happyhorse-1.1-r2v", "name", NOT_PROFILED),
    (
        "comfy-cli",
        "kling-v1-6 kling-v2-1 kling-v2-1-master kling-v2-5-turbo kling-v2-6",
        _OTHER_LENGTHS,
        SHARED_LENGTHS,
    ),
    (
        "comfy-cli",
        "kling-video-o1",
        "refuses 11 s, 12 s, 13 s, 14 s, 15 s",
        "one list serves O1 and 3.0 Omni; O1 ends at 10 s according to fal and the vendor",
    ),
    (
        "comfy-cli",
        "viduq2-pro-fast",
        "prompt 3000 characters here, 2000 there",
        "fal lists 3000 characters, and the more generous limit counts",
    ),
    ("comfy-cli", "wan2.6-i2v wan2.6-r2v wan2.7-i2v wan2.7-t2v wan2.7-r2v", "refuses size 480P", SHARED_SIZES),
    (
        "comfy-cli",
        "wan3.0-video wan3.0-video-prime",
        "refuses a negative prompt",
        "one input serves every Wan version; the node for 3.0 has no such field",
    ),
)
"""Package, names, difference, reason."""

DELIBERATE: dict[Key, str] = {
    (package, name, difference): reason for package, names, difference, reason in TABLE for name in names.split()
}


@dataclass(frozen=True)
class Offer:
    """What a package accepts under one model name. None: the package does not tell."""

    package: str
    name: str
    seconds: tuple[float, ...] | None = None
    span: tuple[float, float] | None = None
    ratios: tuple[str, ...] | None = None
    sizes: tuple[str, ...] | None = None
    prompt: int | None = None
    prompt_unit: str = "characters"
    negative: int | bool | None = None
    guidance: tuple[float, float] | None = None
    fps: tuple[float, ...] | None = None
    seed: tuple[int, int] | bool | None = None
    end_frame: bool | None = None
    task: str | None = None
    sound: bool | None = None
    own: bool = False
    """Whether the package is the vendor's own, and so lists everything that the vendor offers."""


@cache
def folder(package: str) -> Path:
    name = FOLDERS.get(package, package)
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        pytest.skip(f"{package} is not installed: pip install --no-deps -r tests/profiles/independent.txt")
    return Path(spec.origin).parent


def literals(node: ast.AST) -> list[Any]:
    """The constants of a ``Literal[...]`` anywhere in an annotation."""
    return [
        part.value
        for sub in ast.walk(node)
        if isinstance(sub, ast.Subscript) and ast.unparse(sub.value) == "Literal"
        for part in ast.walk(sub.slice)
        if isinstance(part, ast.Constant)
    ]


def alias(path: Path, name: str) -> list[Any]:
    """The constants of a type alias of a module."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == name and node.value is not None:
            return literals(node.value)
    raise AssertionError(f"{name} is gone from {path.name}")


def typed_fields(path: Path) -> dict[str, dict[str, tuple[ast.expr, str]]]:
    """Class -> field -> annotation and the text under it."""
    found: dict[str, dict[str, tuple[ast.expr, str]]] = {}
    for node in ast.parse(path.read_text()).body:
        if not isinstance(node, ast.ClassDef):
            continue
        fields = found.setdefault(node.name, {})
        last = ""
        for statement in node.body:
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                last = statement.target.id
                fields[last] = (statement.annotation, "")
            elif last and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                fields[last] = (fields[last][0], " ".join(str(statement.value.value).split()))
    return found


def runway() -> Iterator[Offer]:
    path = folder("runwayml") / "types" / "image_to_video_create_params.py"
    classes = typed_fields(path)
    for name, fields in classes.items():
        if "model" not in fields:
            continue
        (model,) = literals(fields["model"][0])
        yield runway_offer(model, fields, classes.get(f"{name}PromptImagePromptImage", {}))


def runway_offer(model: str, fields: dict[str, tuple[ast.expr, str]], image: dict[str, tuple[ast.expr, str]]) -> Offer:
    annotation, text = fields.get("duration", (ast.Constant(None), ""))
    seconds = tuple(value for value in literals(annotation) if isinstance(value, int))
    span = re.search(r"(?:from|between) (\d+) (?:to|and) (\d+)", text)
    longest = re.search(r"up to (\d+) characters( \(measured in UTF-16)?", fields.get("prompt_text", (None, ""))[1])
    positions = literals(image["position"][0]) if "position" in image else []
    pairs = tuple(literals(fields["ratio"][0])) if "ratio" in fields else ()
    lines = tuple(literals(fields["resolution"][0])) if "resolution" in fields else ()
    pixels = [pair for pair in pairs if re.fullmatch(r"\d{3,}:\d{3,}", pair)]
    return Offer(
        "runwayml",
        model,
        seconds=seconds or None,
        span=(float(span[1]), float(span[2])) if span else None,
        ratios=tuple(pair for pair in pairs if ":" in pair) or None,
        sizes=tuple(dict.fromkeys([*lines, *(pair.replace(":", "x") for pair in pixels)])) or None,
        prompt=int(longest[1]) if longest else None,
        prompt_unit="utf16_code_units" if longest and longest[2] else "characters",
        negative=True if "negative_prompt" in fields else None,
        guidance=(0, 1) if "cfg_scale" in fields else None,
        seed=True if "seed" in fields else None,
        end_frame=("last" in positions) if positions else None,
        sound=True if "audio" in fields else None,
        task="image_to_video",
        own=model.startswith("gen"),
    )


def runway_performance() -> Iterator[Offer]:
    path = folder("runwayml") / "types" / "character_performance_create_params.py"
    fields = typed_fields(path)["CharacterPerformanceCreateParams"]
    (model,) = literals(fields["model"][0])
    span = re.search(r"between (\d+) and (\d+) seconds", fields["reference"][1])
    assert span is not None
    pairs = tuple(literals(fields["ratio"][0]))
    sizes = tuple(pair.replace(":", "x") for pair in pairs)
    yield Offer(
        "runwayml", model, span=(float(span[1]), float(span[2])), ratios=pairs, sizes=sizes, seed=True, own=True
    )


def openai() -> Iterator[Offer]:
    types = folder("openai") / "types"
    seconds = tuple(float(value) for value in alias(types / "video_seconds.py", "VideoSeconds"))
    sizes = tuple(alias(types / "video_size.py", "VideoSize"))
    for model in alias(types / "video_model.py", "VideoModel"):
        yield Offer("openai", model, seconds=seconds, sizes=sizes, own=True)


def luma() -> Iterator[Offer]:
    fields = typed_fields(folder("lumaai") / "types" / "generations" / "video_create_params.py")["VideoCreateParams"]
    seconds = tuple(float(value.removesuffix("s")) for value in literals(fields["duration"][0]))
    for model in literals(fields["model"][0]):
        yield Offer(
            "lumaai",
            model,
            seconds=seconds,
            ratios=tuple(literals(fields["aspect_ratio"][0])),
            sizes=tuple(literals(fields["resolution"][0])),
            end_frame="frame1"
            in typed_fields(folder("lumaai") / "types" / "generations" / "video_create_params.py")["Keyframes"],
            own=True,
        )


def xai() -> Iterator[Offer]:
    root = folder("xai-sdk")
    types = root / "types" / "video.py"
    ratios = tuple(alias(types, "VideoAspectRatio"))
    sizes = tuple(alias(types, "VideoResolution"))
    span = re.search(
        r"Duration of the video to generate in seconds \((\d+)-(\d+)\)", (root / "sync" / "video.py").read_text()
    )
    assert span is not None
    for model in ("grok-imagine", "grok-imagine-r2v", "grok-imagine-1.5"):
        limits = (float(span[1]), float(span[2]))
        yield Offer("xai-sdk", model, span=limits, ratios=ratios, sizes=sizes, own=True)


@cache
def comfy_schemas() -> dict[str, Any]:
    path = folder("comfy-cli") / "command" / "generate" / "spec" / "openapi.yml"
    document = yaml.load(path.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    found: dict[str, Any] = document["components"]["schemas"]
    return found


def part(schema: str, *path: str) -> dict[str, Any]:
    found: dict[str, Any] = comfy_schemas()[schema]
    for name in path:
        found = resolved(found)["properties"][name]
    return resolved(found)


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = comfy_schemas()[schema["$ref"].rsplit("/", 1)[-1]]
    return schema


def comfy() -> Iterator[Offer]:
    folder("comfy-cli")
    yield from comfy_kling()
    yield from comfy_spans()
    yield from comfy_lists()


def comfy_kling() -> Iterator[Offer]:
    everything = tuple(float(value) for value in comfy_schemas()["KlingVideoGenDuration"]["enum"])
    scale = comfy_schemas()["KlingVideoGenCfgScale"]
    guidance = (float(scale["minimum"]), float(scale["maximum"]))
    ratios = tuple(part("KlingText2VideoRequest", "aspect_ratio")["enum"])
    for model in part("KlingImage2VideoRequest", "model_name")["enum"]:
        prompt = part("KlingImage2VideoRequest", "prompt")["maxLength"]
        negative = part("KlingImage2VideoRequest", "negative_prompt")["maxLength"]
        yield Offer(
            "comfy-cli",
            model,
            seconds=everything,
            prompt=prompt,
            negative=negative,
            guidance=guidance,
            task="image_to_video",
        )
    for model in part("KlingText2VideoRequest", "model_name")["enum"]:
        yield Offer("comfy-cli", model, ratios=ratios, task="text_to_video")
    for model in part("KlingMotionControlRequest", "model_name")["enum"]:
        prompt = part("KlingMotionControlRequest", "prompt")["maxLength"]
        yield Offer("comfy-cli", model, prompt=prompt, task="motion_reference_video")
    for model in part("KlingOmniVideoRequest", "model_name")["enum"]:
        yield Offer(
            "comfy-cli",
            model,
            seconds=everything,
            prompt=part("KlingOmniVideoRequest", "prompt")["maxLength"],
            ratios=tuple(part("KlingOmniVideoRequest", "aspect_ratio")["enum"]),
        )


def comfy_spans() -> Iterator[Offer]:
    """Requests whose lengths are written in the text of a field."""
    text = part("BytePlusVideoGenerationRequest", "duration")["description"]
    spans = {
        name: (float(low), float(high))
        for name, low, high in re.findall(r"Seedance ([\d.]+)[^:]*?: \[(\d+),\s*(\d+)\]", text)
    }
    ratios = tuple(part("BytePlusVideoGenerationRequest", "ratio")["enum"])
    for model in part("BytePlusVideoGenerationRequest", "model")["enum"]:
        version = re.search(r"seedance-(\d)-(\d)", model)
        assert version is not None
        yield Offer(
            "comfy-cli",
            model,
            span=spans.get(f"{version[1]}.{version[2]}"),
            ratios=tuple(r for r in ratios if ":" in r),
        )
    text = part("MinimaxV2VideoGenerationRequest", "duration")["description"]
    low, high = re.findall(r"\d+", text)[:2]
    sizes = re.findall(r"\b\d+[KP]\b", part("MinimaxV2VideoGenerationRequest", "resolution")["description"])
    h3_ratios = re.findall(r"\d+:\d+", part("MinimaxV2VideoGenerationRequest", "ratio")["description"])
    yield Offer("comfy-cli", "MiniMax-H3", span=(float(low), float(high)), sizes=tuple(sizes), ratios=tuple(h3_ratios))
    for name, low, high in re.findall(
        r"(viduq\d[\w-]*): (\d+)-(\d+)", part("ViduTaskRequest", "duration")["description"]
    ):
        yield Offer("comfy-cli", name, span=(float(low), float(high)), prompt=2000)


def comfy_lists() -> Iterator[Offer]:
    gen4 = comfy_schemas()["RunwayImageToVideoRequest"]["properties"]
    pairs = tuple(resolved(gen4["ratio"])["enum"])
    yield Offer(
        "comfy-cli",
        resolved(gen4["model"])["enum"][0],
        seconds=tuple(map(float, resolved(gen4["duration"])["enum"])),
        ratios=pairs,
        sizes=tuple(pair.replace(":", "x") for pair in pairs),
        prompt=gen4["promptText"]["maxLength"],
        seed=(gen4["seed"]["minimum"], gen4["seed"]["maximum"]),
    )
    yield Offer(
        "comfy-cli",
        "pika-2.2",
        seconds=tuple(map(float, comfy_schemas()["PikaDurationEnum"]["enum"])),
        sizes=tuple(comfy_schemas()["PikaResolutionEnum"]["enum"]),
    )
    hailuo = part("MinimaxVideoGenerationRequest")["properties"]
    yield Offer(
        "comfy-cli",
        "MiniMax-Hailuo-02",
        seconds=tuple(map(float, resolved(hailuo["duration"])["enum"])),
        sizes=tuple(resolved(hailuo["resolution"])["enum"]),
        prompt=resolved(hailuo["prompt"])["maxLength"],
    )
    xai_request = part("XAIVideoGenerationRequest")["properties"]
    length = resolved(xai_request["duration"])
    yield Offer(
        "comfy-cli",
        "grok-imagine",
        span=(float(length["minimum"]), float(length["maximum"])),
        ratios=tuple(resolved(xai_request["aspect_ratio"])["enum"]),
        prompt=int(re.findall(r"Maximum ([\d,]+)", xai_request["prompt"]["description"])[0].replace(",", "")),
    )
    veo = part("VeoGenVidRequest", "parameters")["properties"]
    yield Offer(
        "comfy-cli",
        "veo-3.1",
        ratios=tuple(resolved(veo["aspectRatio"])["enum"]),
        sizes=tuple(resolved(veo["resolution"])["enum"]),
        negative=True,
    )
    sora = part("OpenAIVideoCreateRequest")["properties"]
    for model in resolved(sora["model"])["enum"]:
        sora_seconds = tuple(float(value) for value in resolved(sora["seconds"])["enum"])
        yield Offer("comfy-cli", model, seconds=sora_seconds, sizes=tuple(resolved(sora["size"])["enum"]))
    ray = part("LumaGenerationRequest")["properties"]
    for model in resolved(ray["model"])["enum"]:
        yield Offer("comfy-cli", model, ratios=tuple(resolved(ray["aspect_ratio"])["enum"]))
    pixverse = part("PixverseImageVideoRequest")["properties"]
    length = resolved(pixverse["duration"])
    yield Offer(
        "comfy-cli",
        "pixverse-v6",
        span=(float(length["minimum"]), float(length["maximum"])),
        sizes=tuple(resolved(pixverse["quality"])["enum"]),
    )
    ltx = part("LTXImage2VideoRequest")["properties"]
    yield Offer(
        "comfy-cli",
        "ltx-2.5",
        seconds=tuple(map(float, resolved(ltx["duration"])["enum"])),
        sizes=tuple(resolved(ltx["resolution"])["enum"]),
        prompt=ltx["prompt"]["maxLength"],
        fps=tuple(map(float, resolved(ltx["fps"])["enum"])),
    )
    for model in part("WanVideoGenerationRequest", "model")["enum"]:
        parameters = part("WanVideoGenerationRequest", "parameters")["properties"]
        longest = part("WanVideoGenerationRequest", "input", "negative_prompt")["maxLength"]
        sizes = tuple(resolved(parameters["resolution"])["enum"])
        yield Offer(
            "comfy-cli",
            model,
            sizes=sizes,
            negative=longest,
            seed=(parameters["seed"]["minimum"], parameters["seed"]["maximum"]),
        )


def differences(profiles: Profiles, offer: Offer) -> Iterator[str]:
    """How a profile differs from an offer."""
    found = profiles.find(offer.name)
    if isinstance(found, Ambiguous) and offer.task:
        found = found.pick(offer.task)
    if not isinstance(found, Match):
        yield "name"
        return
    context = Context(id=found.alias, host=found.host, mode=found.implied.get("mode"), task=offer.task)
    profile = found.profile
    yield from length_differences(profile, offer, context)
    yield from size_differences(profile, offer, context)
    yield from text_differences(profile, offer, context)
    yield from setting_differences(profile, offer, context)


def length_differences(profile: Profile, offer: Offer, context: Context) -> Iterator[str]:
    allowed = ask.allowed_durations(profile, context, narrowed=False)
    if allowed is None:
        if offer.seconds or offer.span:
            yield "durations unknown here"
        return
    theirs = [*(offer.seconds or ()), *(range(int(offer.span[0]), int(offer.span[1]) + 1) if offer.span else ())]
    refused = [number for number in theirs if number not in allowed]
    if refused:
        yield "refuses " + ", ".join(f"{number:g} s" for number in refused)
    if not offer.own or not theirs:
        return
    ours = {*allowed.values, *(number for span in allowed.spans for number in range(int(span.low), int(span.high) + 1))}
    beyond = sorted(number for number in ours if number not in theirs)
    if beyond:
        yield "also allows " + ", ".join(f"{number:g} s" for number in beyond)


def size_differences(profile: Profile, offer: Offer, context: Context) -> Iterator[str]:
    for size in offer.sizes or ():
        if ask.size_allowed(profile, size, context) is False:
            yield f"refuses size {size}"
    for text in offer.ratios or ():
        ratio = ask.ratio_value(text)
        if ratio is not None and ask.ratio_allowed(profile, ratio, context) is False:
            yield f"refuses ratio {text}"
    if offer.own and offer.sizes:
        labels = {ask.canonical_lines(size) for size in offer.sizes}
        ours = {ask.canonical_lines(size.label) for size in ask.sizes(profile, context) or ()}
        for label in sorted(ours - labels):
            yield f"also allows size {label}"
    if offer.own and offer.ratios:
        for text in sorted(set(ask.offered_ratios(profile, context)) - set(offer.ratios)):
            yield f"also allows ratio {text}"


def text_differences(profile: Profile, offer: Offer, context: Context) -> Iterator[str]:
    limit = ask.prompt_limit(profile, context)
    if offer.prompt is not None and limit is not None and limit.value.n != offer.prompt:
        yield f"prompt {limit.value.n} {limit.value.unit} here, {offer.prompt} there"
    elif offer.prompt is not None and limit is None:
        yield f"prompt unknown here, {offer.prompt} there"
    if offer.negative is not None:
        takes = ask.takes_negative_prompt(profile)
        if takes is False:
            yield "refuses a negative prompt"
        own = profile.prompt.negative.value
        if (
            takes
            and not isinstance(offer.negative, bool)
            and own
            and own.max_length
            and own.max_length.n != offer.negative
        ):
            yield f"negative prompt {own.max_length.n} here, {offer.negative} there"


def setting_differences(profile: Profile, offer: Offer, context: Context) -> Iterator[str]:
    if offer.guidance:
        control = profile.control("guidance")
        if control is None or (control.low, control.high) != offer.guidance:
            yield "guidance"
    if offer.fps:
        rates = ask.frame_rates(profile, context)
        if rates is None or any(rate not in rates for rate in offer.fps):
            yield "frame rates"
    seed = profile.seed.value
    if offer.seed and seed is not None and not any(value.supported for value in profile.seed.values):
        yield "refuses a seed"
    if isinstance(offer.seed, tuple) and seed and seed.low is not None and (seed.low, seed.high) != offer.seed:
        yield f"seed {seed.low} to {seed.high} here, {offer.seed[0]} to {offer.seed[1]} there"
    if offer.end_frame is not None:
        takes = ask.takes_end_frame(profile)
        if takes is not None and takes is not offer.end_frame and (offer.end_frame or offer.own):
            yield f"end frame {'taken' if takes else 'refused'} here"
    if offer.sound and ask.offers_sound(profile) is False:
        yield "refuses sound"


OFFERS = {
    "runwayml": (runway, runway_performance),
    "openai": (openai,),
    "lumaai": (luma,),
    "xai-sdk": (xai,),
    "comfy-cli": (comfy,),
}


@pytest.mark.parametrize("package", VERSIONS)
def test_against_package(profiles: Profiles, package: str) -> None:
    folder(package)
    found = {
        (package, offer.name, difference)
        for source in OFFERS[package]
        for offer in source()
        for difference in differences(profiles, offer)
    }
    listed = {key for key in DELIBERATE if key[0] == package}
    assert sorted(found - listed) == [], "differences that are not listed"
    assert sorted(listed - found) == [], "listed differences that no longer occur"


@pytest.mark.parametrize("package", VERSIONS)
def test_version(package: str) -> None:
    folder(package)
    assert importlib.metadata.version(package) == VERSIONS[package]


@pytest.mark.parametrize(
    ("package", "least"), [("runwayml", 20), ("openai", 5), ("lumaai", 2), ("xai-sdk", 3), ("comfy-cli", 40)]
)
def test_enough_is_compared(package: str, least: int) -> None:
    folder(package)
    assert sum(1 for source in OFFERS[package] for _ in source()) >= least


def test_reasons_are_given() -> None:
    assert all(len(reason) > 20 for reason in DELIBERATE.values())
