"""The booking calendar: opening hours, and which days and times an appointment may be asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta, timezone

from pearl.clinic_profile import ClinicProfile
from pearl.hours import HORIZON_DAYS, OpeningHours

# Further ahead the holidays are not known yet.
FARTHEST = timedelta(days=365)
_NEAR_DAYS = 14
Taken = Callable[[datetime, datetime], Mapping[datetime, int]]
"""How many places are taken at each time (in UTC) from one moment to another."""


def nothing_taken(first: datetime, last: datetime) -> Mapping[datetime, int]:
    """For calendars without bookings."""
    return {}


class BookingCalendar(OpeningHours):
    """The clinic's opening hours with its booking days, slot length, capacity and notice, and what is `taken`."""

    def __init__(self, profile: ClinicProfile, taken: Taken = nothing_taken) -> None:
        super().__init__(profile)
        self.zone = profile.zone
        self.slot = timedelta(minutes=profile.booking.slot_minutes)
        self.notice = timedelta(hours=profile.booking.notice_hours)
        self.capacity: int = profile.booking.capacity
        self._taken = taken

    def starts(self, day: date) -> list[datetime]:
        """Every moment of a day at which a visit can begin: by slots from each opening, and over before it closes."""
        moments = []
        for span in self.spans(day):
            begins, closes = datetime.combine(day, span.opens), datetime.combine(day, span.closes)
            moments += [begins + n * self.slot for n in range((closes - begins) // self.slot)]
        return [moment.replace(tzinfo=self.zone) for moment in moments]

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
        return max(self.starts(day), default=None)

    def can_be_asked_for(self, day: date, now: datetime) -> bool:
        """Whether a day takes bookings and its last visit is still far enough away."""
        last = self.last_start(day)
        return self.takes_bookings(day) and last is not None and self.in_time(last, now)

    def today(self, now: datetime) -> date:
        """The date at the clinic."""
        return now.astimezone(self.zone).date()

    def free_starts(self, days: Iterable[date], now: datetime) -> list[datetime]:
        """When a visit can begin on these days and still has a place, in order."""
        open_days = [day for day in sorted(days) if self.can_be_asked_for(day, now)]
        starts = [start for day in open_days for start in self.starts(day) if self.in_time(start, now)]
        if not starts:
            return []
        taken = self._taken(starts[0], starts[-1])
        return [start for start in starts if taken.get(start.astimezone(timezone.utc), 0) < self.capacity]

    def coming_starts(self, day: date, now: datetime) -> list[datetime]:
        """When on a day a visit can still begin and has a place: for staff, who need no notice and no booking day."""
        starts = [start for start in self.starts(day) if start > now]
        taken = self._taken(starts[0], starts[-1]) if starts else {}
        return [start for start in starts if taken.get(start.astimezone(timezone.utc), 0) < self.capacity]

    def is_free(self, moment: datetime) -> bool:
        """Whether a place is left at a moment."""
        return self._taken(moment, moment).get(moment.astimezone(timezone.utc), 0) < self.capacity

    def nearest_free(self, wanted: datetime, now: datetime, count: int) -> list[datetime]:
        """The `count` free times nearest to the wanted one, in order."""
        near = self._near(wanted.astimezone(self.zone).date(), now)
        for reach in (_NEAR_DAYS, HORIZON_DAYS):
            free = self.free_starts(_around(near, reach), now)
            if len(free) >= count:
                break
        return sorted(sorted(free, key=lambda start: abs(start.timestamp() - wanted.timestamp()))[:count])

    def nearest_days(self, now: datetime, count: int, wanted: date | None = None) -> list[date]:
        """The `count` days nearest to the wanted one (else to today) that have a free time, in order."""
        near = self._near(wanted or self.today(now), now)
        for reach in (_NEAR_DAYS, HORIZON_DAYS):
            free = {start.date() for start in self.free_starts(_around(near, reach), now)}
            if len(free) >= count:
                break
        return sorted(sorted(free, key=lambda day: (abs((day - near).days), day))[:count])

    def days_from(self, first: date, now: datetime, count: int) -> list[date]:
        """The first `count` days on or after a day that have a free time."""
        start = max(first, self.today(now))
        days = (start + timedelta(days=n) for n in range(HORIZON_DAYS))
        return sorted({start.date() for start in self.free_starts(days, now)})[:count]

    def _near(self, wanted: date, now: datetime) -> date:
        today = self.today(now)
        return min(max(wanted, today), today + FARTHEST)


def _around(day: date, reach: int) -> list[date]:
    return [day + timedelta(days=n) for n in range(-reach, reach + 1)]
