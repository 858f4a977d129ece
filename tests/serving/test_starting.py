"""What keeps the server from starting is said in one sentence, with exit code 2."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest
from real_server import RealServer, run_pearl

LIBRARY = Path(__file__).resolve().parents[2] / "data" / "library"


def sentence(ended: object) -> str:
    """The one line that a command gave as its reason."""
    assert ended.returncode == 2 and ended.stdout == "", ended
    lines = [line for line in ended.stderr.splitlines() if line.startswith("pearl: ")]
    assert len(lines) == 1 and "Traceback" not in ended.stderr, ended.stderr
    return lines[0]


def test_standard_output_holds_the_line_that_it_is_ready_and_nothing_else(server: RealServer) -> None:
    assert server.printed.startswith(f"Pearl is ready: {server.url}\n")
    assert server.printed.count("Pearl is ready") == 1


def test_a_taken_port_is_named(model: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = run_pearl("serve", PEARL_PORT=port, DATABASE_URL=f"sqlite:///{tmp_path / 'pearl.db'}")
    assert f"Port {port}" in sentence(ended)


WRONG = {
    "PEARL_PORT": "eighty",
    "PEARL_ENV": "staging",
    "PEARL_NOW": "yesterday",
    "PEARL_LIBRARY": "/nowhere/at/all",
    "DATABASE_URL": "mysql://somebody:secret@host/db",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_is_named(name: str) -> None:
    reason = sentence(run_pearl("serve", **{name: WRONG[name]}))
    assert name in reason and "secret" not in reason


def test_a_database_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    assert "taken" in sentence(run_pearl("serve", DATABASE_URL=f"sqlite:///{tmp_path / 'taken' / 'pearl.db'}"))


@pytest.mark.parametrize("command", [("serve",), ("ask", "can i pop milia?")])
def test_a_missing_model_is_named(tmp_path: Path, command: tuple[str, ...]) -> None:
    reason = sentence(run_pearl(*command, PEARL_MODELS=str(tmp_path), DATABASE_URL=f"sqlite:///{tmp_path / 'p.db'}"))
    assert "make train" in reason


def test_a_model_of_another_library_is_not_served(model: Path, tmp_path: Path) -> None:
    shutil.copytree(LIBRARY, tmp_path / "library")
    topic = tmp_path / "library" / "topics" / "is_it_acne.yml"
    topic.write_text(
        topic.read_text(encoding="utf-8").replace("\nphrasings:\n", "\nphrasings:\n  - a new way to ask\n")
    )
    variables = {"PEARL_LIBRARY": str(tmp_path / "library"), "DATABASE_URL": f"sqlite:///{tmp_path / 'pearl.db'}"}
    assert "does not fit the library" in sentence(run_pearl("serve", **variables))
