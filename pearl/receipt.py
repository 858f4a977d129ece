"""The receipt of an erasure: what was erased where, without saying whose it was."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

PREFIX = "ERA"


@dataclass(frozen=True)
class Receipt:
    """`erased` maps each store to the rows that are gone; `kept` names the requests that stay with the clinic."""

    reference: str
    erased: Mapping[str, int]
    kept: tuple[str, ...]
    erased_at: datetime


def fingerprint(sender: str) -> str:
    """What is remembered of an erased sender: a sha256 that names nobody."""
    return hashlib.sha256(sender.encode("utf-8", "surrogatepass")).hexdigest()
