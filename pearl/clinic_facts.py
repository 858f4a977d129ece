"""What the clinic's profile says at a moment, as the words that texts have placeholders for."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from pearl.clinic_profile import ClinicProfile, Wording
from pearl.hours import OpeningHours
from pearl.span import DAYS

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class ClinicFacts:
    """Fills placeholders such as {phone} or {open_state}; an unknown one stays as it is."""

    def __init__(self, profile: ClinicProfile, hours: OpeningHours, now: datetime) -> None:
        self._profile, self._hours, self._now = profile, hours, now.astimezone(profile.zone)
        self.wording: Wording = profile.wording

    def fill(self, text: str) -> str:
        """The text with every known placeholder filled, once: a value's own braces are not read again."""
        values = self.values()
        return PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)

    def values(self) -> dict[str, str]:
        """Every placeholder with its words."""
        profile = self._profile
        return {
            **profile.numbers.dict(),
            "clinic": profile.name,
            "phone": profile.phone,
            "email": profile.email,
            "address": profile.address,
            "directions": profile.directions.strip(),
            "payment": profile.payment.strip(),
            "privacy_notice": profile.consent.privacy_notice,
            "reply_promise": profile.booking.reply_promise,
            "link": profile.booking.link or "",
            "slot_minutes": str(profile.booking.slot_minutes),
            "notice_hours": str(profile.booking.notice_hours),
            **{name: str(days) for name, days in profile.retention.dict().items()},
            "booking_days": listed([DAY_NAMES[DAYS.index(day)] for day in profile.booking.days]),
            "open_state": self.open_state(),
            "hours": self.week(),
            "price_list": self._prices(),
            "service_list": self._services(),
        }

    def open_state(self) -> str:
        """Whether the clinic is open now, and when that changes."""
        state, wording = self._hours.state(self._now), self.wording
        if state.closes:
            return wording.open_now.format(closes=clock_time(state.closes))
        if state.opens is None:
            return wording.closed_until_told
        opens = self._opening(state.opens)
        if state.holiday:
            return wording.closed_today_holiday.format(holiday=state.holiday, opens=opens)
        return wording.closed_now.format(opens=opens)

    def week(self) -> str:
        """The week's hours, days with the same hours together."""
        groups: list[tuple[list[str], str]] = []
        for day, name in zip(DAYS, DAY_NAMES):
            spans = ", ".join(f"{clock_time(s.opens)} to {clock_time(s.closes)}" for s in self._profile.hours[day])
            words = spans or self.wording.closed_word
            if groups and groups[-1][1] == words:
                groups[-1][0].append(name)
            else:
                groups.append(([name], words))
        return "; ".join(self.wording.hours_line.format(days=_range(names), hours=words) for names, words in groups)

    def day_hours(self, day: date) -> str:
        """The hours of one day."""
        spans = [f"{clock_time(s.opens)} to {clock_time(s.closes)}" for s in self._hours.spans(day)]
        return ", ".join(spans) or self.wording.closed_word

    def _opening(self, opens: datetime) -> str:
        ahead = (opens.date() - self._now.date()).days
        at = clock_time(opens)
        if ahead == 0:
            return self.wording.today_at.format(time=at)
        if ahead == 1:
            return self.wording.tomorrow_at.format(time=at)
        return self.wording.day_at.format(day=f"{DAY_NAMES[opens.weekday()]}, {opens.day} {opens:%B}", time=at)

    def _prices(self) -> str:
        wording = self.wording
        services = self._profile.services
        return "; ".join(
            wording.price_line.format(service=s.name, price=s.price or wording.ask_price) for s in services
        )

    def _services(self) -> str:
        line = self.wording.service_line
        return "; ".join(line.format(service=s.name, performed_by=s.performed_by) for s in self._profile.services)


def clock_time(moment: datetime | time) -> str:
    """9:30 am, or 2 pm on the hour."""
    hour, minute = moment.hour, moment.minute
    half = "am" if hour < 12 else "pm"
    return f"{hour % 12 or 12}:{minute:02d} {half}" if minute else f"{hour % 12 or 12} {half}"


def listed(names: list[str]) -> str:
    """Monday, Tuesday and Friday."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def _range(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
