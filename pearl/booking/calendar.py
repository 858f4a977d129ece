"""The booking calendar: opening hours, and which days and times an appointment may be asked for."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from pearl.clinic_profile import ClinicProfile
from pearl.hours import HORIZON_DAYS, OpeningHours

# Further ahead the holidays are not known yet.
FARTHEST = timedelta(days=365)


class BookingCalendar(OpeningHours):
    """The clinic's opening hours with its booking days, slot length and notice."""

    def __init__(self, profile: ClinicProfile) -> None:
        super().__init__(profile)
        self.zone = profile.zone
        self.slot = timedelta(minutes=profile.booking.slot_minutes)
        self.notice = timedelta(hours=profile.booking.notice_hours)

    def fits(self, day: date, clock: time) -> bool:
        """Whether a visit that begins then ends before the clinic closes."""
        begins = datetime.combine(day, clock)
        return any(
            datetime.combine(day, span.opens) <= begins and begins + self.slot <= datetime.combine(day, span.closes)
            for span in self.spans(day)
        )

    def in_time(self, moment: datetime, now: datetime) -> bool:
        """Whether the clinic has its notice before a moment; both carry a zone."""
        return moment.timestamp() - now.timestamp() >= self.notice.total_seconds()

    def last_start(self, day: date) -> datetime | None:
        """The last moment of a day at which a visit can begin."""
        spans = self.spans(day)
        return datetime.combine(day, spans[-1].closes, self.zone) - self.slot if spans else None

    def can_be_asked_for(self, day: date, now: datetime) -> bool:
        """Whether a day takes bookings and its last visit is still far enough away."""
        last = self.last_start(day)
        return self.takes_bookings(day) and last is not None and self.in_time(last, now)

    def today(self, now: datetime) -> date:
        """The date at the clinic."""
        return now.astimezone(self.zone).date()

    def nearest_days(self, now: datetime, count: int, wanted: date | None = None) -> list[date]:
        """The `count` days nearest to the wanted one (else to today) that can be asked for, in order."""
        today = self.today(now)
        near = min(max(wanted or today, today), today + FARTHEST)
        days = (near + timedelta(days=n) for n in range(-HORIZON_DAYS, HORIZON_DAYS + 1))
        free = [day for day in days if day >= today and self.can_be_asked_for(day, now)]
        return sorted(sorted(free, key=lambda day: (abs((day - near).days), day))[:count])

    def days_from(self, first: date, now: datetime, count: int) -> list[date]:
        """The first `count` days on or after a day that can be asked for."""
        start = max(first, self.today(now))
        days = (start + timedelta(days=n) for n in range(HORIZON_DAYS))
        return [day for day in days if self.can_be_asked_for(day, now)][:count]
