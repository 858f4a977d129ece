"""The audit trail: an admin reads who did what, page by page, and nothing at the desk takes from it."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from html import unescape

from clinic_desk import ClinicDesk

from pearl.staff.audit import PAGE, Entry


def read(page: str) -> list[str]:
    rows = re.findall(r"<li><span class=\"when\">.*?</li>", page, re.DOTALL)
    return [" ".join(unescape(re.sub("<[^>]+>", " ", row)).split()) for row in rows]


def test_an_admin_reads_who_did_what_and_comes_from_there_to_the_booking(clinic: ClinicDesk) -> None:
    booking, staff = clinic.booked(), clinic.staff()
    path = f"/bookings/{booking.reference}"
    staff.post(path, {**staff.fields(path), "step": "do"})
    page = clinic.staff("office").get("/trail").text
    assert read(page)[:3] == [
        "today, 11:00 am office signed in",
        f"today, 11:00 am front-desk booking confirmed {booking.reference}",
        "today, 11:00 am front-desk signed in",
    ]
    assert f'<a href="{path}">' in page


def test_it_is_read_page_by_page_to_its_beginning(clinic: ClinicDesk) -> None:
    for number in range(PAGE):
        at = datetime(2026, 11, 25, 18, 0, tzinfo=timezone.utc)
        clinic.services.staff.note(Entry(at=at, who="<b>somebody</b>", what=f"did {number}"))
    admin = clinic.staff("office")
    page = admin.get("/trail").text
    older = re.search(r'href="(/trail\?before=\d+)"', page)
    assert older and len(read(page)) == PAGE and "<b>somebody" not in page
    assert read(admin.get(older[1]).text)[-1].endswith("account made, reception front-desk")
    assert admin.get("/trail?before=x").status_code == 200
