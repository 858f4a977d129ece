"""How tests are shared out when two processes run them: what shares a server or a model stays together, the longest first."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

LOCKS = Path(__file__).resolve().parents[1] / "build"
# Folders whose tests share what takes long to start; those of every other folder are shared out by file.
TOGETHER = ("web", "telegram", "evaluation", "safety")
# What takes longest, longest first; nothing long may be left for the end, when the other process has nothing to do.
FIRST = ("web", "faults", "telegram", "conversations", "evaluation", "serving", "desk", "safety", "store")


@pytest.hookimpl(tryfirst=True)  # before xdist writes the groups down
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Group and sort for `-n 2 --dist loadgroup --no-loadscope-reorder`; without it the tests run in their files' order."""
    if not hasattr(config, "workerinput"):
        return
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))
    order = {folder: number for number, folder in enumerate(FIRST)}
    items.sort(key=lambda item: order.get(item.path.parent.name, len(FIRST)))


def _group(item: pytest.Item) -> str:
    folder = item.path.parent.name
    if folder == "conversations":
        # The assistant is loaded once for each kind of store.
        callspec = getattr(item, "callspec", None)
        return f"conversations in {callspec.params.get('kept_in', 'memory') if callspec else 'memory'}"
    return folder if folder in TOGETHER else str(item.path)


@contextmanager
def one_at_a_time(what: str) -> Iterator[None]:
    """Wait for the other process that makes the same thing for both."""
    LOCKS.mkdir(exist_ok=True)
    with (LOCKS / f"{what}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
