"""Rasa's logs, without what visitors wrote."""

from __future__ import annotations

import logging
import warnings


def keep_quiet(level: int = logging.WARNING) -> None:
    """Set up Rasa's logging before its modules log: without this, structlog prints at DEBUG, message texts included."""
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(level)
    for name in ("rasa", "rasa_sdk", "sanic.root", "alembic", "matplotlib"):
        logging.getLogger(name).setLevel(level)
