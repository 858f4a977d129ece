"""Rasa's logs, without what visitors wrote."""

from __future__ import annotations

import logging
import os
import warnings


def keep_quiet(level: int = logging.WARNING) -> None:
    """Set up Rasa's logging before its modules log: without this, structlog prints at DEBUG, message texts included."""
    # Rasa says this of every domain whose slots have mappings, which is what it asks for.
    warnings.filterwarnings("ignore", message=".*Slot auto-fill has been removed")
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    # Rasa draws progress bars otherwise.
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(level)
    for name in ("rasa", "rasa_sdk", "sanic.root", "alembic", "matplotlib"):
        logging.getLogger(name).setLevel(level)
