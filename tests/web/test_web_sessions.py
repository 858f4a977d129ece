"""Whose conversation it is: only a token of this server, in time, from the website it was made for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
import requests
from real_server import RealServer
from web_visitor import WebVisitor

from pearl.bootstrap import open_services
from pearl.clock import FixedClock
from pearl.errors import SessionRefused
from pearl.settings import settings
from pearl.web.session_tokens import SESSION_LIFE, TOKEN_LIFE, SessionTokens

CLINIC, STRANGER = "https://clinic.example", "https://stranger.example"
NOW = datetime(2026, 11, 25, 18, 0, tzinfo=timezone.utc)
KEY, FORMER_KEY = "k" * 40, "f" * 40


def tokens(*keys: str, after: timedelta = timedelta()) -> SessionTokens:
    return SessionTokens(keys or (KEY,), FixedClock(NOW + after))


def test_a_token_gives_its_own_session() -> None:
    session = tokens().begin(CLINIC)
    assert session.sender.startswith("web:") and session != tokens().begin(CLINIC)
    assert tokens().read(tokens().token(session), CLINIC) == session


def test_a_token_expires_and_can_be_renewed_before_for_a_week() -> None:
    token = tokens().token(tokens().begin(""))
    for renewals in range(1, 8):
        now = tokens(after=renewals * timedelta(hours=23))
        token = now.token(now.read(token, ""))
    late = tokens(after=SESSION_LIFE)
    with pytest.raises(SessionRefused, match="expired"):
        late.read(token, "")
    with pytest.raises(SessionRefused, match="expired"):
        tokens(after=TOKEN_LIFE).read(tokens().token(tokens().begin("")), "")


def test_a_token_of_a_former_key_still_counts_and_one_of_another_server_does_not() -> None:
    token = tokens(FORMER_KEY).token(tokens().begin(""))
    assert tokens(KEY, FORMER_KEY).read(token, "").sender.startswith("web:")
    with pytest.raises(SessionRefused, match="not one of this server"):
        tokens(KEY).read(token, "")


def test_a_token_from_another_website_is_refused() -> None:
    token = tokens().token(tokens().begin(CLINIC))
    with pytest.raises(SessionRefused, match="another website"):
        tokens().read(token, STRANGER)


UNSIGNED = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ3ZWI6YSIsImV4cCI6OTk5OTk5OTk5OX0."


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", f"Bearer {UNSIGNED}", "Basic YTpi", "Bearer é"])
def test_without_a_token_of_this_server_nothing_is_shown(server: RealServer, header: str) -> None:
    visitor = WebVisitor(server)
    for method, path in (("GET", "/messages?wait=0"), ("POST", "/messages"), ("DELETE", "/session")):
        answer = visitor.call(method, path, headers={"Authorization": header.encode("utf-8")})
        assert answer.status_code == 401 and "token" in answer.json()["error"]


def test_a_token_is_renewed_for_the_same_conversation(server: RealServer) -> None:
    visitor = WebVisitor(server)
    visitor.says("hello")
    before = visitor.history()
    renewed = visitor.call("POST", "/session").json()
    visitor.token = renewed["token"]
    assert renewed["expires_in"] == TOKEN_LIFE.total_seconds() and visitor.history() == before


def test_an_allowed_website_is_answered_with_the_headers_that_its_browser_needs(server: RealServer) -> None:
    address = f"{server.url}/webhooks/web/messages"
    asked = {"Origin": CLINIC, "Access-Control-Request-Method": "POST"}
    preflight = requests.options(address, headers=asked, timeout=10)
    assert preflight.status_code in (200, 204)
    assert preflight.headers["Access-Control-Allow-Origin"] == CLINIC
    assert "Authorization" in preflight.headers["Access-Control-Allow-Headers"]
    refused = requests.post(address, headers={"Origin": CLINIC}, timeout=10)
    assert refused.status_code == 401 and refused.headers["Access-Control-Allow-Origin"] == CLINIC
    assert refused.headers["Vary"] == "Origin" and refused.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("origin", [STRANGER, "null", "https://clinic.example.evil.example", "http://clinic.example"])
def test_another_website_is_refused(server: RealServer, origin: str) -> None:
    for method, path in (("OPTIONS", "/messages"), ("POST", "/session"), ("GET", "/messages")):
        answer = requests.request(method, f"{server.url}/webhooks/web{path}", headers={"Origin": origin}, timeout=10)
        assert answer.status_code == 403 and "PEARL_ALLOWED_ORIGINS" in answer.json()["error"]
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_token_stolen_to_another_allowed_website_is_refused(server: RealServer) -> None:
    visitor = WebVisitor(server, CLINIC)
    visitor.says("hello")
    stolen = visitor.call("GET", "/messages?wait=0", headers={"Origin": server.url})
    assert stolen.status_code == 401 and "another website" in stolen.json()["error"]


def test_an_ended_conversation_is_erased_and_its_token_counts_no_more(server: RealServer) -> None:
    visitor, other = WebVisitor(server), WebVisitor(server)
    visitor.says("can i pop milia?")
    other.says("hello")
    receipt = visitor.call("DELETE", "/session").json()
    assert receipt["receipt"].startswith("ERA-") and receipt["erased"]["messages"] == 3
    assert receipt["erased"]["events"] > 3 and receipt["kept"] == []
    assert visitor.call("GET", "/messages?wait=0").status_code == 401
    assert visitor.send("hello").status_code == 401
    assert len(other.history()) == 2


def test_the_receipt_names_what_the_clinic_keeps(server: RealServer) -> None:
    visitor = WebVisitor(server)
    visitor.says("please let me talk to a person", payload="/talk_to_a_person")
    clinic = open_services(replace(settings(), database_url=server.database_url), migrate=False)
    reference = clinic.handovers.handovers()[-1].reference
    clinic.handover_life.keep_number(reference, "780 555 0134", "+17805550134", "m1")
    assert visitor.call("DELETE", "/session").json()["kept"] == [reference]
    assert [line.text for line in clinic.handover_life.lines(reference)] == ["780 555 0134"]
