"""The stock commands of Rasa: two processes with a shared secret, training, validation and tests without TensorFlow."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from real_server import ROOT

RASA = str(Path(sys.executable).with_name("rasa"))
TOKEN = "a-long-random-text-for-this-test"
DATA = ("--data", "data/nlu/conversation.yml", "data/nlu/out_of_scope.yml", "data/rules")
HEADER = "X-Pearl-Action-Token"
CALL = {"next_action": "action_say", "tracker": {"sender_id": "forger", "latest_message": {}, "events": []}}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def variables(folder: Path, token: str) -> dict[str, str]:
    """The environment of a stock process, which listens on this machine only."""
    database = {"DATABASE_URL": f"sqlite:///{folder / 'pearl.db'}", "PYTHONWARNINGS": "ignore"}
    return {**os.environ, **database, "SANIC_HOST": "127.0.0.1", "PEARL_ACTION_TOKEN": token}


def rasa(folder: Path, *arguments: str, token: str = TOKEN) -> subprocess.CompletedProcess[str]:
    command = [RASA, *arguments]
    return subprocess.run(command, cwd=ROOT, env=variables(folder, token), capture_output=True, text=True, timeout=280)


def running(folder: Path, url: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A stock process that answers at a URL; what it prints is kept in `<command>.log`."""
    with (folder / f"{'-'.join(arguments[:2]).replace('/', '_')}.log").open("wb") as log:
        process = subprocess.Popen([RASA, *arguments], cwd=ROOT, env=variables(folder, TOKEN), stdout=log, stderr=log)
    for _ in range(600):
        try:
            requests.get(url, timeout=5)
            return process
        except requests.ConnectionError:
            assert process.poll() is None, Path(log.name).read_text(encoding="utf-8")
            time.sleep(0.1)
    process.kill()
    raise AssertionError(f"{arguments} does not answer")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stock")


@pytest.fixture(scope="module")
def action_server(folder: Path) -> Iterator[str]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    process = running(folder, f"{url}/health", "run", "actions", "--actions", "actions", "--port", str(port))
    yield url
    process.terminate()
    process.wait(timeout=30)


@pytest.fixture(scope="module")
def rasa_server(folder: Path, action_server: str, model: Path) -> Iterator[str]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    endpoints = (ROOT / "endpoints.yml").read_text(encoding="utf-8").replace("http://127.0.0.1:5055", action_server)
    (folder / "endpoints.yml").write_text(endpoints, encoding="utf-8")
    process = running(folder, url, "run", "--endpoints", str(folder / "endpoints.yml"), "--credentials", "credentials.yml",
                      "-i", "127.0.0.1", "-p", str(port), "-m", str(model))  # fmt: skip
    yield url
    process.terminate()
    process.wait(timeout=30)


def test_two_processes_answer_from_the_library(rasa_server: str) -> None:
    body = {"sender": "visitor", "message": "can i pop milia?"}
    for _ in range(100):
        answer = requests.post(f"{rasa_server}/webhooks/rest/webhook", json=body, timeout=60)
        if answer.status_code == 200:
            break
        time.sleep(0.3)
    assert "milium" in answer.json()[0]["text"]
    assert answer.json()[1]["custom"]["label"] == "can_i_pop_milia"


@pytest.mark.parametrize("given", [{}, {HEADER: "a wrong one"}, {HEADER: ""}], ids=["none", "wrong", "empty"])
@pytest.mark.parametrize("path", ["/webhook", "/actions"])
def test_the_action_server_refuses_a_call_without_the_secret(
    action_server: str, given: dict[str, str], path: str
) -> None:
    method = "POST" if path == "/webhook" else "GET"
    assert requests.request(method, action_server + path, json=CALL, headers=given, timeout=30).status_code == 401


def test_the_action_server_takes_a_call_with_the_secret(action_server: str) -> None:
    assert requests.get(f"{action_server}/actions", headers={HEADER: TOKEN}, timeout=30).status_code == 200
    assert requests.get(f"{action_server}/health", timeout=30).json() == {"status": "ok"}


def test_a_failing_action_does_not_send_the_conversation_back(action_server: str) -> None:
    call = {"next_action": "action_urgent", "tracker": {"sender_id": "x", "slots": {"booking_name": "Zebediah"}}}
    answer = requests.post(f"{action_server}/webhook", json=call, headers={HEADER: TOKEN}, timeout=30)
    assert answer.status_code == 500 and "Zebediah" not in answer.text


def test_the_action_server_does_not_start_without_a_secret(tmp_path: Path) -> None:
    ended = rasa(tmp_path, "run", "actions", "--actions", "actions", "--port", str(free_port()), token="")
    assert ended.returncode == 2
    assert "pearl: PEARL_ACTION_TOKEN is empty" in ended.stderr and "Traceback" not in ended.stderr


def test_rasa_names_the_secret_when_it_is_not_set(tmp_path: Path) -> None:
    without = {name: value for name, value in variables(tmp_path, "").items() if name != "PEARL_ACTION_TOKEN"}
    command = [
        RASA,
        "run",
        "--endpoints",
        "endpoints.yml",
        "-i",
        "127.0.0.1",
        "-p",
        str(free_port()),
        "-m",
        str(tmp_path),
    ]
    ended = subprocess.run(command, cwd=ROOT, env=without, capture_output=True, text=True, timeout=120)
    assert ended.returncode != 0 and "PEARL_ACTION_TOKEN" in ended.stdout + ended.stderr


@pytest.mark.fault
def test_the_plain_commands_train_validate_and_test(tmp_path: Path, model: Path) -> None:
    stories = str(Path(__file__).with_name("one_story.yml"))
    for command in (
        ("train", "--domain", "domain.yml", *DATA, "--out", str(tmp_path)),
        ("data", "validate", "--domain", "domain.yml", *DATA),
        ("test", "core", "--model", str(model), "--stories", stories, "--out", str(tmp_path / "results")),
    ):
        ended = rasa(tmp_path, *command)
        assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-3000:]
    assert list(tmp_path.glob("*.tar.gz"))
    assert not (tmp_path / "results" / "failed_test_stories.yml").read_text(encoding="utf-8").count("- story")
