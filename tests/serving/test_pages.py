"""The pages and the state of health, and what is off in production."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from real_server import RealServer


def test_health_names_each_dependency(server: RealServer) -> None:
    answer = server.get("/health")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "model": "ok", "database": "ok"}


@pytest.mark.parametrize("path", ["/", "/privacy"])
def test_a_page_allows_no_foreign_and_no_inline_script(server: RealServer, path: str) -> None:
    answer = server.get(path)
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>|\son\w+=|javascript:", answer.text)


@pytest.mark.parametrize("path", ["/", "/privacy"])
def test_a_page_leaves_no_placeholder_open(server: RealServer, path: str) -> None:
    assert not re.search(r"\$\w+|\{\w+\}", server.get(path).text)


def test_everything_that_the_page_names_on_this_server_exists(server: RealServer) -> None:
    named = set(re.findall(r'(?:src|href)="(/[^"#]*)"', server.get("/").text))
    assert {"/widget/pearl.js", "/page/page.css", "/privacy"} <= named
    assert {path: server.get(path).status_code for path in named} == dict.fromkeys(named, 200)


@pytest.mark.parametrize(
    "path", ["/nothing", "/webhooks/rest/nothing", "/page/../settings.py", "/conversations/default/tracker"]
)
def test_an_unknown_path_is_404(server: RealServer, path: str) -> None:
    assert server.get(path).status_code == 404


def test_a_get_on_the_channel_is_refused(server: RealServer) -> None:
    assert server.get("/webhooks/rest/webhook").status_code == 405


def test_production_has_neither_the_demonstration_page_nor_the_rest_channel(model: Path, tmp_path: Path) -> None:
    production = RealServer(tmp_path, PEARL_ENV="production").start()
    try:
        assert production.get("/").status_code == 404
        assert production.send(json={"sender": "a", "message": "can i pop milia?"}).status_code == 404
        assert [production.get(path).status_code for path in ("/health", "/privacy", "/page/page.css")] == [200] * 3
    finally:
        assert production.stop() == 0
