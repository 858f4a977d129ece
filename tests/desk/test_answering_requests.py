"""Requests are answered at the desk: the letter is shown first, what was shown is sent, once, and never over another's answer."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from html import unescape
from typing import Any

import pytest
import requests
from clinic_desk import TUESDAY_AT_TWO, ClinicDesk, Staff
from staff_clock import ZONE

from pearl.booking.request import BookingRequest


class Answering:
    """Somebody with one request open."""

    def __init__(self, clinic: ClinicDesk, staff: str = "front-desk", **booking: Any) -> None:
        self.clinic, self.staff = clinic, clinic.staff(staff)
        self.reference = clinic.booked(**booking).reference
        self.path = f"/bookings/{self.reference}"

    def see(self, query: str = "") -> str:
        return unescape(self.staff.get(self.path + query).text)

    def send(self, query: str = "", **fields: str) -> requests.Response:
        """Press the button of a page, with its hidden fields."""
        return self.staff.post(self.path, {**self.staff.fields(self.path + query), "step": "do", **fields})

    @property
    def booking(self) -> BookingRequest:
        found = self.clinic.services.records.booking(self.reference)
        assert found
        return found

    @property
    def steps(self) -> list[tuple[str, str, str]]:
        return [(step.kind, step.by, step.said) for step in self.clinic.services.records.changes(self.reference)]


def letter(page: str) -> str:
    found = re.search(r'<article class="letter".*?</article>', page, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", unescape(found[0]))).strip() if found else ""


def alert(answer: requests.Response) -> str:
    found = re.search(r'role="alert">([^<]+)<', answer.text)
    return unescape(found[1]) if found else ""


@pytest.fixture()
def open_request(clinic: ClinicDesk) -> Answering:
    return Answering(clinic)


def test_a_request_opens_with_the_letter_and_one_click_confirms_it(open_request: Answering) -> None:
    page = open_request.see()
    assert letter(page).startswith(
        "Your appointment is confirmed: Tuesday 1 December 2026 at 2:00 pm Hello Dana Tester,"
    )
    assert "goes to <bdi>dana@example.com</bdi>" in page
    answer = open_request.send()
    assert (answer.status_code, answer.headers["location"]) == (303, f"{open_request.path}?done=confirmed")
    assert open_request.steps[1:] == [("confirmed", "staff:front-desk", "")]
    assert "Done: this booking is confirmed." in open_request.see("?done=confirmed")
    assert open_request.clinic.trail()[0] == ("front-desk", "booking confirmed", open_request.reference)


def test_words_of_ones_own_are_shown_in_the_letter_before_it_is_sent(open_request: Answering) -> None:
    words = "Please bring your card.\nThe door is on the left."
    shown = open_request.send(said=words)
    assert (shown.status_code, len(open_request.steps)) == (200, 1)
    assert "Please bring your card. The door is on the left." in letter(shown.text)
    mark = re.findall(r'name="mark" value="(\w+)"', shown.text)[-1]
    assert open_request.send(said=words, mark=mark).status_code == 303
    assert open_request.steps[1] == ("confirmed", "staff:front-desk", words)


def test_nothing_is_sent_that_was_not_shown(open_request: Answering) -> None:
    for fields in ({"mark": ""}, {"mark": "0" * 32}, {"do": "declined"}, {"said": "other words"}, {"step": "look"}):
        assert open_request.send(**fields).status_code == 200
    assert len(open_request.steps) == 1


def test_a_request_is_declined_with_its_letter(open_request: Answering) -> None:
    assert letter(open_request.see("?do=declined")).startswith(
        f"We cannot offer the appointment {open_request.reference}"
    )
    open_request.send("?do=declined")
    assert open_request.booking.status == "declined"


def test_another_time_is_chosen_its_letter_shown_and_the_visit_moved(open_request: Answering) -> None:
    page = open_request.see("?do=moved&day=2026-12-02")
    times = re.findall(r'name="to" value="([^"]+)"', page)
    assert (times[0], times[-1]) == ("2026-12-02T09:30:00-07:00", "2026-12-02T16:30:00-07:00")
    shown = open_request.send("?do=moved&day=2026-12-02", to=times[1])
    assert "is now: Wednesday 2 December 2026 at 10:00 am" in letter(shown.text)
    mark = re.findall(r'name="mark" value="(\w+)"', shown.text)[-1]
    assert open_request.send("?do=moved", to=times[1], mark=mark).status_code == 303
    assert open_request.booking.starts_at == datetime(2026, 12, 2, 10, 0, tzinfo=ZONE)


def test_a_time_that_is_full_is_not_offered_and_one_taken_meanwhile_is_told(clinic: ClinicDesk) -> None:
    request = Answering(clinic)
    day, at_ten = date(2026, 12, 2), datetime(2026, 12, 2, 10, 0, tzinfo=ZONE)
    shown = request.send("?do=moved", to=at_ten.isoformat())
    mark = re.findall(r'name="mark" value="(\w+)"', shown.text)[-1]
    for _ in range(clinic.services.profile.booking.capacity):
        clinic.booked(day=day, starts_at=at_ten)
    assert at_ten.isoformat() not in request.see("?do=moved&day=2026-12-02")
    answer = request.send("?do=moved", to=at_ten.isoformat(), mark=mark)
    assert (answer.status_code, "taken by now" in alert(answer)) == (409, True)
    assert request.booking.starts_at == TUESDAY_AT_TWO


def test_a_request_without_a_time_is_given_one_and_not_confirmed(clinic: ClinicDesk) -> None:
    request = Answering(clinic, starts_at=None)
    page = request.see()
    assert "Propose another time" in page and ">Confirm</a>" not in page
    answer = request.send(do="confirmed", mark="x")
    assert (answer.status_code, "no time yet" in alert(answer)) == (409, True)


def test_who_gave_no_address_is_to_be_called(clinic: ClinicDesk) -> None:
    request = Answering(clinic, email="")
    assert "gave no e-mail address. Call 780 555 0134" in request.see()
    assert request.send().status_code == 303


def test_without_a_mail_server_the_page_says_that_nothing_is_sent(clinic: ClinicDesk) -> None:
    desk = ClinicDesk(clinic.services, clinic.clock, by_email=False, with_staff=False)
    request = Answering(desk)
    page = request.see()
    desk.close()
    assert "No mail server is set, so nothing is sent" in page and "and send" not in page


def test_of_two_who_press_at_once_one_wins_and_the_other_is_told(clinic: ClinicDesk) -> None:
    request = Answering(clinic)
    people = [clinic.staff("front-desk"), clinic.staff("office")]
    fields = [person.fields(request.path) for person in people]
    assert all(field["do"] == "confirmed" for field in fields)

    def press(both: tuple[Staff, dict[str, str]]) -> requests.Response:
        return both[0].post(request.path, {**both[1], "step": "do"})

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(press, zip(people, fields)))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert len(request.steps) == 2
    winner = request.steps[1][1].removeprefix("staff:")
    told = next(alert(answer) for answer in answers if answer.status_code == 409)
    assert told.startswith(f"Somebody was faster: {winner} changed this booking to “confirmed” at 11:00.")


def test_what_a_visitor_cancels_meanwhile_is_not_confirmed(open_request: Answering) -> None:
    fields = open_request.staff.fields(open_request.path)
    open_request.clinic.services.life.change(open_request.reference, "cancelled", "visitor")
    answer = open_request.staff.post(open_request.path, {**fields, "step": "do"})
    assert (answer.status_code, "the visitor changed this booking to “cancelled”" in alert(answer)) == (409, True)
    assert open_request.booking.status == "cancelled"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"do": "burned"}, 400),
        ({"do": ""}, 400),
        ({"seen": "many"}, 409),
        ({"do": "moved", "to": "soon"}, 400),
        ({"do": "moved", "to": "2026-12-02T10:00:00"}, 400),
        ({"do": "moved", "to": "0001-01-01T00:00:00+00:00"}, 400),
        ({"do": "moved", "to": "2026-12-06T10:00:00-07:00"}, 409),
        ({"do": "done"}, 409),
        ({"do": "cancelled", "said": "nul \0"}, 200),
    ],
)
def test_odd_forms_change_nothing_and_are_told(fields: dict[str, str], status: int, open_request: Answering) -> None:
    answer = open_request.send(**fields)
    assert answer.status_code == status
    assert status == 200 or alert(answer).endswith(".")
    assert len(open_request.steps) == 1


def test_a_visit_that_took_place_is_noted_by_a_clinician(clinic: ClinicDesk) -> None:
    request = Answering(clinic, "room-two")
    clinic.services.life.change(request.reference, "confirmed", "staff:front-desk")
    assert "Visit took place" not in request.see()
    clinic.clock.moment = datetime(2026, 12, 1, 15, 0, tzinfo=ZONE)
    request.staff = clinic.staff("room-two")
    assert request.send("?do=done").status_code == 303
    assert request.booking.status == "done"


def test_lists_show_what_waits_what_is_overdue_and_who_comes_today(clinic: ClinicDesk) -> None:
    today = datetime(2026, 11, 25, 15, 0, tzinfo=ZONE)
    old = clinic.booked(name="Old Request", created_at=datetime(2026, 11, 23, 9, 0, tzinfo=ZONE))
    new = clinic.booked(name="New Request")
    coming = clinic.booked(name="Comes Today", day=today.date(), starts_at=today)
    clinic.services.life.change(coming.reference, "confirmed", "staff:front-desk")
    staff = clinic.staff()
    pages = {path: staff.get(path).text for path in ("/", "/requests", "/overdue", "/?day=2026-12-01")}
    shown = {path: [one.name for one in (old, new, coming) if one.reference in page] for path, page in pages.items()}
    assert shown == {
        "/": ["Comes Today"],
        "/requests": ["Old Request", "New Request"],
        "/overdue": ["Old Request"],
        "/?day=2026-12-01": ["Old Request", "New Request"],
    }
    assert pages["/requests"].index(old.reference) < pages["/requests"].index(new.reference)


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}?"])
def test_a_booking_is_found_by_its_reference_however_it_is_typed(typed: str, open_request: Answering) -> None:
    short = open_request.reference.removeprefix("PRL-").lower()
    answer = open_request.staff.get(f"/find?reference={typed.format(short)}")
    found = answer.status_code == 303 and answer.headers["location"] == open_request.path
    # A short one without a digit could be a word.
    assert found or not re.search(r"\d", short)
