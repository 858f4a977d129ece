"""The clinic's opening hours: one calendar for the FAQ text, "open now" and the days one can book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pearl.clinic_profile import ClinicProfile
from pearl.span import DAYS, Span

# A clinic that is closed for longer than this has no next opening worth telling.
HORIZON_DAYS = 60


@dataclass(frozen=True)
class OpenState:
    """Whether the clinic is open at a moment; moments carry the clinic's time zone.

    `closes` is set when open, `opens` when closed and the calendar knows a next opening, `holiday` when one is today.
    """

    is_open: bool
    closes: datetime | None = None
    opens: datetime | None = None
    holiday: str = ""


class OpeningHours:
    """Answers when the clinic is open: exceptions win over holidays, holidays over the week."""

    def __init__(self, profile: ClinicProfile) -> None:
        self._profile, self._zone = profile, profile.zone
        self._holidays = {holiday.date: holiday.name for holiday in profile.holidays}
        self._exceptions = {exceptional.date: exceptional for exceptional in profile.exceptions}

    def spans(self, day: date) -> list[Span]:
        """The stretches of a day in which the clinic is open, in order."""
        if day in self._exceptions:
            return self._exceptions[day].hours
        if day in self._holidays:
            return []
        return self._profile.hours[DAYS[day.weekday()]]

    def holiday(self, day: date) -> str:
        """The name of the holiday or exception on a day, else an empty string."""
        return self._exceptions[day].name if day in self._exceptions else self._holidays.get(day, "")

    def takes_bookings(self, day: date) -> bool:
        """Whether appointments are given on a day."""
        return DAYS[day.weekday()] in self._profile.booking.days and bool(self.spans(day))

    def state(self, now: datetime) -> OpenState:
        """Open or closed at a moment, and until when."""
        local = now.astimezone(self._zone)
        for span in self.spans(local.date()):
            if span.opens <= local.time() < span.closes:
                return OpenState(True, closes=datetime.combine(local.date(), span.closes, self._zone))
        closed_for = "" if self.spans(local.date()) else self.holiday(local.date())
        return OpenState(False, opens=self._next_opening(local), holiday=closed_for)

    def next_booking_days(self, after: date, count: int) -> list[date]:
        """The next `count` days after a day on which appointments are given."""
        days = (after + timedelta(days=n) for n in range(1, HORIZON_DAYS))
        return [day for day in days if self.takes_bookings(day)][:count]

    def end_of_open_day(self, moment: datetime, days: int) -> datetime | None:
        """When the clinic closes on the `days`th day after a moment's day on which it is open; None when none is near."""
        first = moment.astimezone(self._zone).date()
        later = (first + timedelta(days=n) for n in range(1, HORIZON_DAYS))
        open_days = [day for day in later if self.spans(day)][:days]
        if len(open_days) < days:
            return None
        return datetime.combine(open_days[-1], self.spans(open_days[-1])[-1].closes, self._zone)

    def _next_opening(self, local: datetime) -> datetime | None:
        for n in range(HORIZON_DAYS):
            day = local.date() + timedelta(days=n)
            for span in self.spans(day):
                opens = datetime.combine(day, span.opens, self._zone)
                if opens > local:
                    return opens
        return None
