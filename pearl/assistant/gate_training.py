"""Trains the safety gate: in a process of its own beside the rest of the training when there is memory for both.

`python -m pearl.assistant.gate_training FOLDER` is that process: it reads what to learn from FOLDER/task.json and leaves the
gate in FOLDER/gate.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Callable, Iterator, List, Optional

from threadpoolctl import threadpool_limits

from pearl.assistant.memory import without_collection
from pearl.build_store import FOLDER, BuildStore
from pearl.safety.gate import SafetyGate
from pearl.settings import PROJECT
from pearl.understanding.vector_store import training_encoder

logger = logging.getLogger(__name__)

# Where the rules lie in the project, unless the configuration says otherwise.
RULES = "data/safety"
READINGS = FOLDER / "readings.sqlite"
# Both at once need 4 GB.
MEMORY_NEEDED = 5 * 2**30
MEMORY = Path("/proc/meminfo")
# What a container may have and has, where Pearl runs in one.
CONTAINER = Path("/sys/fs/cgroup")
TASK, GATE = "task.json", "gate"
# The rest of the training has the others.
ONE_CORE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Begun:
    """A gate in training, and what it learns from."""

    rules: Path
    calm: List[str]
    folder: TemporaryDirectory[str]
    process: subprocess.Popen[bytes]


class GateTraining:
    """The one place where a gate is trained for a model."""

    def __init__(self) -> None:
        self._beside: Optional[ExitStack] = None
        self.begun: Optional[Begun] = None

    @contextmanager
    def beside(self) -> Iterator[None]:
        """While this lasts the gate's training begins as soon as somebody offers what it learns from."""
        with ExitStack() as self._beside:
            try:
                yield
            finally:
                self._beside = None
                self._drop()

    def offer(self, calm: Callable[[], List[str]], rules: Path = PROJECT / RULES, memory: Path = MEMORY) -> None:
        """Begin to train on the examples beside the rules and these calm texts; not without `beside`, nor memory."""
        if self._beside and available_memory(memory) >= MEMORY_NEEDED:
            self._drop()
            texts = calm()
            try:
                self.begun = _begin(texts, rules)
            except OSError as error:
                logger.warning("The gate is trained after the rest, because no process could be started (%s).", error)
                return
            # Two that each want every core spend their time waiting for each other.
            self._beside.enter_context(threadpool_limits(max(1, (os.cpu_count() or 1) - 1), "blas"))

    def write(self, rules: Path, calm: List[str], folder: Path) -> bool:
        """Put a trained gate into a folder and say whether it is the one begun: that must have learnt from the same.

        Raises LibraryFileError.
        """
        begun = self.begun
        if begun and (rules, calm) == (begun.rules, begun.calm):
            if begun.process.wait() == 0:
                shutil.copytree(Path(begun.folder.name, GATE), folder, dirs_exist_ok=True)
                return True
            logger.warning("The process that trained the gate ended with %s; trained again.", begun.process.returncode)
        _train(rules, calm).save(folder)
        return False

    def _drop(self) -> None:
        if self.begun:
            self.begun.process.kill()
            self.begun.process.communicate()
            self.begun.folder.cleanup()
            self.begun = None


GATE_TRAINING = GateTraining()


def available_memory(memory: Path, container: Path = CONTAINER) -> int:
    """Bytes that can be had without swapping, in the container if there is one; 0 where the system does not say."""
    try:
        lines = memory.read_text(encoding="ascii").splitlines()
        free = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError, StopIteration):
        return 0
    try:
        limit, used = ((container / name).read_text(encoding="ascii") for name in ("memory.max", "memory.current"))
        return min(free, int(limit) - int(used))
    except (OSError, ValueError):
        return free


def _begin(calm: List[str], rules: Path) -> Begun:
    folder = TemporaryDirectory()
    Path(folder.name, TASK).write_text(json.dumps({"rules": str(rules), "calm": calm}), encoding="utf-8")
    command, own = [sys.executable, "-m", __name__, folder.name], {**os.environ, **ONE_CORE}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=PROJECT, env=own, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet)
    return Begun(rules, calm, folder, process)


def _train(rules: Path, calm: List[str]) -> SafetyGate:
    return SafetyGate.from_folder(rules, training_encoder(), calm, BuildStore(READINGS))


def _end_with_parent(folder: Path) -> None:
    """The pipe closes when the parent is no more, however it ended."""
    os.read(0, 1)
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


def main(folder: Path) -> None:
    """Do the task in a folder."""
    Thread(target=_end_with_parent, args=(folder,), daemon=True).start()
    task = json.loads((folder / TASK).read_text(encoding="utf-8"))
    with without_collection():
        gate = _train(Path(task["rules"]), task["calm"])
    (folder / GATE).mkdir()
    gate.save(folder / GATE)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
