"""Sessions of the networks: made when first asked for, once in a process, and of one thread each."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from numpy.typing import NDArray

WEIGHTS = Path(__file__).parent / "weights"
Tensor: TypeAlias = NDArray[np.float32]
Pictures: TypeAlias = NDArray[np.uint8]


class Network(StrEnum):
    """The networks, by the file that holds the weights."""

    FACES = "face_detection_yunet_2023mar.onnx"
    SUBJECT = "u2netp.onnx"
    TEXT_LINES = "PP-OCRv6_det_tiny.onnx"
    LETTERS = "PP-OCRv6_rec_tiny.onnx"
    OBJECTS = "nanodet_g_416.onnx"
    KINDS = "efficientnet_lite0.onnx"


@cache
def session(network: Network) -> Any:
    """The network, ready to run.

    Pictures are spread over processes, so more threads in each would only compete.
    """
    _share_memory()
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # A plan of memory for each new input size costs more than it saves.
    options.log_severity_level = 3
    options.add_session_config_entry("session.use_env_allocators", "1")
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(WEIGHTS / network), options, providers=["CPUExecutionProvider"])


@cache
def _share_memory() -> None:
    """Give all networks one arena; otherwise each would keep the most that it ever needed, though they take turns."""
    arena, default = onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR, onnxruntime.OrtMemType.DEFAULT
    onnxruntime.create_and_register_allocator(onnxruntime.OrtMemoryInfo("Cpu", arena, 0, default), None)


def run(network: Network, tensor: Tensor | Pictures, outputs: list[str] | None = None) -> list[Tensor]:
    """What a network says of its one input; all its outputs where none are named.

    Args:
        network: which one.
        tensor: batch x channels x height x width; for objects and kinds batch x height x width x RGB.
        outputs: names, in the order that is wanted.
    """
    known = session(network)
    answer: list[Tensor] = known.run(outputs, {known.get_inputs()[0].name: tensor})
    return answer
