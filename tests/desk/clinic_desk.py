"""A served desk, somebody who speaks HTTP with it, and bookings and conversations to put on it."""

from __future__ import annotations

import re
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, datetime
from itertools import count
from typing import Any

import requests
from playwright.sync_api import Page
from staff_clock import ZONE, Clock

from pearl.booking.request import BookingRequest
from pearl.bootstrap import Services
from pearl.desk.door import Desk
from pearl.desk.server import DeskServer
from pearl.handover.handover import Handover, Line
from pearl.staff.accounts import Accounts

PASSWORD = "seven green kettles"
ROLES = {"front-desk": "reception", "room-two": "clinician", "office": "admin"}
TUESDAY_AT_TWO = datetime(2026, 12, 1, 14, 0, tzinfo=ZONE)
CSRF = re.compile(r'name="csrf" value="([^"]+)"')


class ClinicDesk:
    """The server, and what is behind it."""

    def __init__(
        self,
        services: Services,
        clock: Clock,
        secure: bool = False,
        by_email: bool = True,
        with_staff: bool = True,
        by_telegram: bool = True,
    ) -> None:
        self.services, self.clock, self.file = services, clock, ""
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        listening.listen(50)
        self._server = DeskServer(listening, Desk(services, secure, by_email, by_telegram))
        self._server.start()
        self.url = self._server.url
        self._numbers = count(1)
        accounts = Accounts(services.staff, clock, "a test")
        for name, role in ROLES.items() if with_staff else ():
            accounts.add(name, role, PASSWORD)  # type: ignore[arg-type]

    def close(self) -> None:
        self._server.stop()

    def booked(self, **changes: Any) -> BookingRequest:
        """A request for Tuesday at two, as somebody made it an hour ago."""
        number = next(self._numbers)
        request = BookingRequest(
            reason="milia under both eyes", day=date(2026, 12, 1), starts_at=TUESDAY_AT_TWO, name="Dana Tester",
            phone="+17805550134", email="dana@example.com", channel="web", sender="web:a", idempotency_key=f"{number}",
            created_at=datetime(2026, 11, 25, 10, 0, tzinfo=ZONE),
        )  # fmt: skip
        return self.services.records.add_booking(replace(request, **changes))

    def waits(self, *said: str, sender: str = "web:a") -> Handover:
        """A conversation that waits for a person."""
        lines = tuple(Line("visitor", text, self.clock.now()) for text in said or ("I want to talk to somebody",))
        return self.services.handover_life.ask(sender, "web", "asked for a person", lines, f"h{next(self._numbers)}")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Another program writes into the database for long."""
        with closing(sqlite3.connect(self.file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")

    def trail(self) -> list[tuple[str, str, str]]:
        """The audit trail, newest first, without what making the accounts left."""
        entries = self.services.staff.entries()
        return [(entry.who, entry.what, entry.about) for entry in entries if entry.who != "a test"]

    def visitor(self) -> Staff:
        return Staff(self.url)

    def staff(self, name: str = "front-desk") -> Staff:
        """Somebody who has signed in, without a browser."""
        staff = Staff(self.url)
        answer = staff.sign_in(name, PASSWORD)
        assert answer.status_code == 303, answer.text
        return staff

    def sign_in(self, page: Page, name: str = "front-desk", path: str = "/") -> Page:
        """Sign in with a browser."""
        page.goto(f"{self.url}{path}")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("button", name="Sign out").wait_for()
        return page


class Staff:
    """HTTP without a browser: cookies are kept, redirects are not followed."""

    def __init__(self, url: str) -> None:
        self.url, self.session = url, requests.Session()

    def get(self, path: str, **more: Any) -> requests.Response:
        return self.session.get(self.url + path, allow_redirects=False, timeout=20, **more)

    def post(self, path: str, fields: dict[str, str], page: str = "/", **more: Any) -> requests.Response:
        """Send a form with the mark that a page carries, unless the fields hold one."""
        fields = {"csrf": self.mark(page), **fields} if "csrf" not in fields else fields
        return self.session.post(self.url + path, data=fields, allow_redirects=False, timeout=20, **more)

    def mark(self, page: str) -> str:
        found = CSRF.search(self.get(page).text)
        return found[1] if found else ""

    def sign_in(self, name: str, password: str) -> requests.Response:
        return self.post("/sign-in", {"name": name, "password": password}, "/sign-in")

    def fields(self, path: str) -> dict[str, str]:
        """The hidden fields of the last form on a page."""
        form = self.get(path).text.rpartition("<form")[2]
        return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
