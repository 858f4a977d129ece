"""The desk's door over HTTP: cookies, marks of forms, lock-out, roles, headers, and a clear sentence for every refusal."""

from __future__ import annotations

import re

import pytest
import requests
from clinic_desk import PASSWORD, ClinicDesk

SEEN = ["/", "/requests", "/overdue", "/conversations", "/trail", "/accounts", "/find?reference=PRL-7K3M9Q"]


def told(answer: requests.Response) -> str:
    """The sentence of a page that says what went wrong."""
    found = re.search(r'role="alert">([^<]+)<', answer.text)
    assert found, answer.text
    return found[1]


@pytest.mark.parametrize("path", [*SEEN, "/bookings/PRL-7K3M9Q", "/conversations/ASK-7K3M9Q", "/now/conversations"])
def test_nobody_sees_anything_without_signing_in(path: str, clinic: ClinicDesk) -> None:
    answer = clinic.visitor().get(path)
    assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/sign-in")


def test_signing_in_leads_back_to_where_somebody_wanted_to_go_and_nowhere_else(clinic: ClinicDesk) -> None:
    somebody = clinic.visitor()
    fields = {"name": "front-desk", "password": PASSWORD}
    wanted = {
        "/requests": "/requests",
        "//evil.example": "/",
        "https://evil.example": "/",
        "/\\evil.example": "/",
        "/x%0d%0aset-cookie:a": "/",
        "/bookings/PRL-7K3M9Q": "/bookings/PRL-7K3M9Q",
        # A pattern that can read a path in many ways would never come to an end with this one.
        "/" + "a" * 2000 + "!": "/",
    }
    for path, leads_to in wanted.items():
        answer = somebody.post(f"/sign-in?next={path}", fields, "/sign-in")
        assert (answer.status_code, answer.headers["location"]) == (303, leads_to)


def test_the_cookie_cannot_be_read_by_scripts_or_sent_by_other_websites(clinic: ClinicDesk) -> None:
    cookie = clinic.visitor().sign_in("front-desk", PASSWORD).headers["set-cookie"]
    assert re.search(r"pearl_desk=[\w-]{43};.*HttpOnly.*SameSite=strict", cookie)
    assert "Secure" not in cookie


def test_in_production_the_cookie_travels_over_tls_only(clinic: ClinicDesk) -> None:
    desk = ClinicDesk(clinic.services, clinic.clock, secure=True, with_staff=False)
    page = desk.visitor().get("/sign-in").headers["set-cookie"]
    desk.close()
    assert "Secure" in page


@pytest.mark.parametrize("mark", ["", "wrong", "é\u202e"])
def test_a_form_without_its_mark_does_nothing(mark: str, clinic: ClinicDesk) -> None:
    booking, staff = clinic.booked(), clinic.staff()
    fields = {"csrf": mark, "do": "confirmed", "seen": "1", "step": "do"}
    answer = staff.post(f"/bookings/{booking.reference}", fields)
    assert (answer.status_code, "nothing was done" in told(answer)) == (403, True)
    assert len(clinic.services.records.changes(booking.reference)) == 1
    assert clinic.visitor().post("/sign-in", {"csrf": mark, "name": "x", "password": "y"}).status_code == 403
    assert staff.post("/sign-out", {"csrf": mark}).status_code == 403
    assert staff.get("/").status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_from_another_website_does_nothing_even_with_its_mark(site: str, clinic: ClinicDesk) -> None:
    handover, staff = clinic.waits(), clinic.staff()
    answer = staff.post(f"/conversations/{handover.reference}/take", {}, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403
    found = clinic.services.handovers.handover(handover.reference)
    assert found and found.status == "waiting"


def test_the_mark_of_one_session_is_no_good_in_another(clinic: ClinicDesk) -> None:
    handover = clinic.waits()
    mark = clinic.staff("office").mark("/")
    assert clinic.staff().post(f"/conversations/{handover.reference}/take", {"csrf": mark}).status_code == 403


def test_five_wrong_passwords_lock_the_name_out_and_the_page_says_for_how_long(clinic: ClinicDesk) -> None:
    somebody = clinic.visitor()
    answers = [somebody.sign_in("front-desk", "wrong") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert told(answers[0]) == "The name or the password is wrong; try again."
    assert "15 minutes" in told(answers[-1])
    assert clinic.visitor().sign_in("front-desk", PASSWORD).status_code == 429
    assert clinic.trail()[0] == ("front-desk", "sign-in refused, locked out", "")
    clinic.clock.move(minutes=16)
    assert clinic.visitor().sign_in("front-desk", PASSWORD).status_code == 303


def test_a_wrong_name_reads_like_a_wrong_password(clinic: ClinicDesk) -> None:
    wrong = [clinic.visitor().sign_in(name, "wrong") for name in ("front-desk", "nobody", "<b>", "x" * 5000)]
    assert {(answer.status_code, told(answer)) for answer in wrong} == {
        (401, "The name or the password is wrong; try again.")
    }


def test_signing_out_ends_the_session_wherever_its_cookie_is(clinic: ClinicDesk) -> None:
    staff = clinic.staff()
    kept = dict(staff.session.cookies)
    assert staff.post("/sign-out", {}).status_code == 303
    assert staff.get("/").status_code == 303
    assert requests.get(clinic.url, cookies=kept, allow_redirects=False, timeout=10).status_code == 303


def test_a_session_ends_after_half_an_hour_without_a_click(clinic: ClinicDesk) -> None:
    staff = clinic.staff()
    clinic.clock.move(minutes=29)
    assert staff.get("/").status_code == 200
    clinic.clock.move(minutes=29)
    assert staff.get("/now/conversations").status_code == 200
    clinic.clock.move(minutes=1)
    assert staff.get("/now/conversations").status_code == 303


@pytest.mark.parametrize(
    ("name", "refused"),
    [("front-desk", ["/trail", "/accounts"]), ("room-two", ["/trail", "/accounts"]), ("office", [])],
)
def test_each_role_sees_what_it_may(name: str, refused: list[str], clinic: ClinicDesk) -> None:
    staff = clinic.staff(name)
    answers = {path: staff.get(path) for path in SEEN[:-1]}
    assert [path for path, answer in answers.items() if answer.status_code == 403] == refused
    assert [path for path, answer in answers.items() if answer.status_code not in (200, 403)] == []
    assert all("may not do this" in told(answers[path]) for path in refused)
    assert [what for _, what, _ in clinic.trail() if "refused" in what] == [
        f"refused: GET {path}" for path in refused[::-1]
    ]


@pytest.mark.parametrize("kind", ["confirmed", "moved", "declined", "cancelled"])
def test_a_clinician_answers_no_request(kind: str, clinic: ClinicDesk) -> None:
    booking, staff = clinic.booked(), clinic.staff("room-two")
    page = staff.get(f"/bookings/{booking.reference}?do={kind}").text
    assert "and send" not in page and "Dana Tester" in page
    fields = {"do": kind, "seen": "1", "step": "do", "to": "2026-12-02T10:00:00-07:00"}
    answer = staff.post(f"/bookings/{booking.reference}", fields)
    assert (answer.status_code, "clinician" in told(answer)) == (403, True)
    assert clinic.services.records.booking(booking.reference) == booking
    assert clinic.trail()[0] == ("room-two", f"refused: {kind}", booking.reference)


def test_every_answer_carries_the_headers_that_keep_it_safe(clinic: ClinicDesk) -> None:
    staff = clinic.staff()
    for path in ("/", "/sign-in", "/nothing-here", "/static/desk.css", "/static/nothing", "/trail"):
        headers = staff.get(path).headers
        assert "script-src 'self'; style-src 'self'" in headers["content-security-policy"]
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert (headers["x-content-type-options"], headers["cache-control"]) == ("nosniff", "no-store")
        assert "server" not in headers


def test_no_page_holds_a_script_or_a_style_of_its_own(clinic: ClinicDesk) -> None:
    booking, handover, staff = clinic.booked(), clinic.waits(), clinic.staff("office")
    for path in (*SEEN[:-1], f"/bookings/{booking.reference}", f"/conversations/{handover.reference}"):
        page = staff.get(path).text
        assert re.findall(r"<script(?! src=\"/static/desk\.js\" defer></script>)|<style|\sstyle=|\son\w+=", page) == []
        assert re.findall(r"(?:src|href|action)=\"(?!/|tel:|#)", page) == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing-here", 404),
        ("/bookings/PRL-XXXXXX", 404),
        ("/bookings/%00", 404),
        ("/bookings/%F0%9F%A6%B7", 404),
        ("/conversations/ASK-XXXXXX", 404),
        ("/conversations/%00", 404),
        ("/find?reference=hello", 404),
        ("/?day=yesterday", 400),
        ("/?day=2026-02-31", 400),
        ("/?day=0000-00-00", 400),
        ("/static/../app.py", 404),
    ],
)
def test_what_cannot_be_found_or_read_is_told_in_a_sentence(path: str, status: int, clinic: ClinicDesk) -> None:
    answer = clinic.staff().get(path)
    assert answer.status_code == status
    assert told(answer).endswith(".")


@pytest.mark.parametrize("body", [b"\xff\xfe", b"a" * 40_000, b"&".join(b"a=%d" % n for n in range(60))])
def test_a_form_that_is_none_is_refused(body: bytes, clinic: ClinicDesk) -> None:
    staff = clinic.staff()
    answer = staff.session.post(f"{clinic.url}/sign-out", data=body, allow_redirects=False, timeout=10)
    assert answer.status_code in (400, 413) and told(answer)
    assert staff.get("/").status_code == 200


def test_a_database_that_is_away_is_told_and_nothing_breaks(clinic: ClinicDesk) -> None:
    staff = clinic.staff()
    mark = staff.mark("/")
    with clinic.locked():
        answer = staff.post("/sign-out", {"csrf": mark})
        assert (answer.status_code, "try again soon" in told(answer)) == (503, True)
    assert staff.get("/").status_code == 200
