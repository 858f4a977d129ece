"""The clinic's profile: everything a clinic would change about itself, from `clinic.yml`."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Literal, Optional
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pydantic
from email_validator import EmailNotValidError, validate_email

from pearl.errors import ProfileError
from pearl.library.located_yaml import LocatedYaml, read_yaml
from pearl.library.schema import Shape, shaped
from pearl.span import DAYS, Day, Span, in_order, week_in_order


class Holiday(Shape):
    date: date
    name: str


class Exceptional(Shape):
    date: date
    name: str
    hours: list[Span]

    _in_order = pydantic.validator("hours", allow_reuse=True)(in_order)


class Service(Shape):
    key: str
    name: str
    topic: str
    price: Optional[str]
    performed_by: str


class Branch(Shape):
    """One of the places at which a clinic with several sees visitors."""

    name: str
    address: str


class Booking(Shape):
    mode: Literal["request", "link"]
    link: Optional[str]
    days: list[Day]
    slot_minutes: pydantic.conint(gt=0, le=480)  # type: ignore[valid-type]
    capacity: pydantic.conint(gt=0)  # type: ignore[valid-type]
    notice_hours: pydantic.conint(ge=0)  # type: ignore[valid-type]
    reply_promise: str
    reply_days: pydantic.conint(gt=0) = 1  # type: ignore[valid-type]
    reminder_hours: pydantic.conint(ge=0)  # type: ignore[valid-type]


class Handover(Shape):
    """How long a visitor waits for a person, and how long a person's conversation may be quiet before it ends; minutes."""

    minutes: pydantic.conint(gt=0)  # type: ignore[valid-type]
    quiet_minutes: pydantic.conint(gt=0) = 30  # type: ignore[valid-type]


class Notices(Shape):
    email: list[str]
    webhook: Optional[str]

    @pydantic.validator("email", each_item=True)
    def _is_an_address(cls, value: str) -> str:  # noqa: N805
        try:
            return validate_email(value, check_deliverability=False, test_environment=True).normalized
        except EmailNotValidError as error:
            raise ValueError(f"'{value}' is no e-mail address") from error

    @pydantic.validator("webhook")
    def _is_safe(cls, value: Optional[str]) -> Optional[str]:  # noqa: N805
        if value and not re.match(r"https://[^/\s]+|http://(localhost|127\.0\.0\.1)(:\d+)?(/|$)", value):
            raise ValueError(f"'{value}' is no https:// address (http:// is only for this machine)")
        return value


class Consent(Shape):
    text: str
    privacy_notice: str


class Numbers(Shape):
    emergency: str
    advice_line: str
    advice_line_name: str
    crisis_line: str
    poison_line: str


class Retention(Shape):
    conversations_days: pydantic.conint(gt=0)  # type: ignore[valid-type]
    bookings_days: pydantic.conint(gt=0)  # type: ignore[valid-type]
    unanswered_days: pydantic.conint(gt=0)  # type: ignore[valid-type]


class Tap(Shape):
    """A suggestion in the chat: what it says, and what is sent in its place (None: what it says)."""

    title: str
    payload: Optional[str] = None


class Widget(Shape):
    """What the chat on the clinic's website says before anybody has asked, and when the server cannot be reached."""

    title: str
    greeting: list[str]
    suggestions: list[Tap]
    emergency: str
    unreachable: str
    carried_answers: list[str]


class Wording(Shape):
    """Sentences that are put together with details of the profile."""

    open_now: str
    closed_now: str
    closed_today_holiday: str
    closed_until_told: str
    hours_line: str
    closed_word: str
    price_line: str
    ask_price: str
    service_line: str
    not_reviewed: str
    reviewed_by: str
    checked_on: str
    something_else: str
    more_sources: str
    today_at: str
    tomorrow_at: str
    day_at: str


class ClinicProfile(Shape):
    """The whole profile; `zone` is the clinic's time zone."""

    name: str
    address: str
    directions: str
    timezone: str
    phone: pydantic.constr(min_length=3)  # type: ignore[valid-type]
    email: str
    hours: dict[Day, list[Span]]
    holidays: list[Holiday]
    exceptions: list[Exceptional]
    services: list[Service]
    payment: str
    branches: list[Branch] = []
    booking: Booking
    handover: Handover
    notices: Notices
    consent: Consent
    numbers: Numbers
    languages: list[str]
    retention: Retention
    widget: Widget
    wording: Wording

    _in_order = pydantic.validator("hours", allow_reuse=True)(week_in_order)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def branch_names(self) -> tuple[str, ...]:
        """What visitors choose from; empty where there is nothing to choose."""
        return tuple(branch.name for branch in self.branches) if len(self.branches) > 1 else ()

    def address_of(self, branch: str) -> str:
        """Where a branch is; the clinic's own address for none, and for one that is no more."""
        return next((one.address for one in self.branches if one.name == branch), self.address)


def read_profile(file: Path) -> ClinicProfile:
    """Read the profile.

    Raises ProfileError with file, line and field when one is missing or impossible.
    """
    document = read_yaml(file)
    profile = shaped(ClinicProfile, document, ProfileError)
    _check(profile, document)
    return profile


def _check(profile: ClinicProfile, document: LocatedYaml) -> None:
    names = [branch.name.casefold() for branch in profile.branches]
    if len(set(names)) < len(names):
        line = document.line(("branches",))
        raise ProfileError(document.file, line, "'branches': two have the same name; give each one of its own.")
    try:
        ZoneInfo(profile.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        line = document.line(("timezone",))
        reason = f"'timezone': there is no zone {profile.timezone}; write one like America/Edmonton."
        raise ProfileError(document.file, line, reason) from error
    for day in DAYS:
        if day not in profile.hours:
            raise ProfileError(
                document.file, document.line(("hours",)), f"'hours.{day}' is missing; write [] if closed."
            )
    if profile.booking.mode == "link" and not profile.booking.link:
        line = document.line(("booking", "link"))
        raise ProfileError(document.file, line, "'booking.link' is needed when booking.mode is link.")
