"""Who wants no reminders: kept as hashes of addresses, so that the list names nobody."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Protocol


class OptOuts(Protocol):
    """Addresses that get no reminders. Every method raises StoreUnavailable when the store cannot be used."""

    def holds(self, address: str) -> bool:
        """Whether this address wants none."""

    def add(self, address: str, at: datetime) -> None:
        """Send it none from now on."""

    def remove(self, address: str) -> None:
        """Send it reminders again."""


def address_hash(address: str) -> str:
    """sha256 of an address, the same however its letters and the spaces around it are typed."""
    return hashlib.sha256(address.strip().casefold().encode("utf-8", "replace")).hexdigest()
