"""A finding: one thing in one place that is wrong with the library."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Finding:
    """What is wrong, by which rule, and where (`line` counts from 1). A warning doesn't keep a library from use."""

    file: Path
    line: int
    rule: str
    message: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.message}"
