"""The composition root: wires settings, clock, profile and stores together, once a process and never at import."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.engine import make_url

from pearl.booking.calendar import BookingCalendar
from pearl.booking.life import BookingLife
from pearl.booking.waiting import Waiting, waiting
from pearl.chat_words import ChatWords, read_words
from pearl.clinic_facts import ClinicFacts
from pearl.clinic_profile import ClinicProfile, read_profile
from pearl.clock import Clock, SystemClock, fixed_clock
from pearl.errors import SettingMissing, StoreUnavailable
from pearl.handover.life import HandoverLife
from pearl.handover.store import HandoverStore
from pearl.hours import OpeningHours
from pearl.library.files import read_library
from pearl.library.store import LibraryStore
from pearl.messages import MessageStore
from pearl.notices import calling
from pearl.notices.alarm import Alarms
from pearl.notices.deliverer import Deliverer, Sender
from pearl.notices.handover_calling import HandoverCalling
from pearl.notices.notice import NoticesFor, Way
from pearl.notices.opt_out import OptOuts
from pearl.notices.queue import NoticeQueue
from pearl.notices.wanted import Wanted
from pearl.notices.wording import NoticeWording, read_wording
from pearl.records import RecordStore
from pearl.retention import DailyRetention
from pearl.settings import PROJECT, Settings, settings
from pearl.sql.engine import open_database
from pearl.sql.erasure import Erasures
from pearl.sql.feedback_store import SqlFeedbackStore
from pearl.sql.handover_store import SqlHandoverStore
from pearl.sql.library_store import SqlLibraryStore
from pearl.sql.message_store import SqlMessageStore
from pearl.sql.notice_queue import SqlNoticeQueue
from pearl.sql.opt_outs import SqlOptOuts
from pearl.sql.record_store import SqlRecordStore
from pearl.sql.retention import Retention
from pearl.sql.secret_store import kept_secret
from pearl.sql.staff_store import SqlStaffStore
from pearl.sql.telegram_store import SqlChatStore
from pearl.staff.store import StaffStore
from pearl.telegram.chats import ChatStore

SESSION_KEY = "session tokens"
BOT_KEY = "telegram webhook"


@dataclass(frozen=True)
class Services:
    """What the actions, the channels and the commands work with.

    `session_keys` gives the keys that sign session tokens, the newest first; `telegram_secret` what updates of Telegram
    come with.
    """

    profile: ClinicProfile
    hours: OpeningHours
    clock: Clock
    library: LibraryStore
    records: RecordStore
    notices: NoticeQueue
    opt_outs: OptOuts
    messages: MessageStore
    feedback: SqlFeedbackStore
    handovers: HandoverStore
    staff: StaffStore
    session_keys: Callable[[], tuple[str, ...]]
    erasures: Erasures
    retention: Retention
    chats: ChatStore
    telegram_secret: Callable[[], str]

    @property
    def facts(self) -> ClinicFacts:
        """The clinic's facts at this moment."""
        return ClinicFacts(self.profile, self.hours, self.clock.now())

    @property
    def calendar(self) -> BookingCalendar:
        """The booking calendar with what is taken now."""
        return BookingCalendar(self.profile, self.records.taken)

    @property
    def life(self) -> BookingLife:
        """What changes bookings."""
        return BookingLife(self.records, self.calendar, self.clock)

    @property
    def handover_life(self) -> HandoverLife:
        """What changes hand-overs."""
        return HandoverLife(self.handovers, self.profile, self.hours, self.clock)

    def waiting(self) -> list[Waiting]:
        """The requests that wait for the clinic's answer."""
        return waiting(self.records, self.hours, self.profile.booking.reply_days)


_current: Services | None = None


def services() -> Services:
    """The services of this process, opened at first use.

    An empty database is migrated and filled from the library's files. Raises PearlError.
    """
    global _current
    if _current is None:
        _current = open_services(settings())
    return _current


def use(chosen: Services) -> None:
    """Work with these services from now on; for commands and tests that bring their own clock or stores."""
    global _current
    _current = chosen


def open_services(chosen: Settings, migrate: bool = True) -> Services:
    """Open everything that the settings name; `migrate` is False where another process has just seen to it."""
    profile = read_profile(chosen.library / "clinic.yml")
    clock = fixed_clock(chosen.now, profile.zone) if chosen.now else SystemClock()
    if migrate:
        prepare_database(chosen.database_url)
    database = open_database(chosen.database_url)
    library = SqlLibraryStore(database)
    if not library.library().topics:
        library.load(read_library(chosen.library), clock.now())
    wording = notice_wording(chosen)
    records = SqlRecordStore(
        database, capacity=profile.booking.capacity, notices_for=notices_for(chosen, profile, wording)
    )
    notices, opt_outs = SqlNoticeQueue(database), SqlOptOuts(database)
    return Services(
        profile,
        OpeningHours(profile),
        clock,
        library,
        records,
        notices,
        opt_outs,
        SqlMessageStore(database),
        SqlFeedbackStore(database),
        SqlHandoverStore(database, notices_for=handover_notices_for(chosen, profile, wording)),
        SqlStaffStore(database),
        lambda: chosen.session_secrets or (kept_secret(database, SESSION_KEY, clock),),
        Erasures(database, clock),
        Retention(database, profile),
        SqlChatStore(database),
        lambda: chosen.telegram.secret or kept_secret(database, BOT_KEY, clock),
    )


def notices_for(chosen: Settings, profile: ClinicProfile, wording: NoticeWording) -> NoticesFor:
    """Which notices a change of a booking calls for in this clinic."""
    by_email, by_telegram = bool(chosen.mail.host), bool(chosen.telegram.token)
    return calling.notices_for(profile, wording, by_email, by_telegram)


def handover_notices_for(chosen: Settings, profile: ClinicProfile, wording: NoticeWording) -> HandoverCalling:
    """Which notices a step of a hand-over calls for in this clinic."""
    return HandoverCalling(profile, wording, by_email=bool(chosen.mail.host))


def notice_wording(chosen: Settings) -> NoticeWording:
    """The clinic's own wording of notices, or the shipped one. Raises LibraryFileError."""
    return read_wording(chosen.library, PROJECT / "data" / "library")


def chat_words(chosen: Settings) -> dict[str, ChatWords]:
    """The chat's own words, by language. Raises LibraryFileError."""
    return read_words(chosen.library, PROJECT / "data" / "library")


def deliverer(chosen: Settings, current: Services) -> Deliverer:
    """What delivers the notices of these services, by the ways that the settings open.

    Raises SettingMissing when the profile names receivers that cannot be reached so, LibraryFileError.
    """
    # Only a process that delivers needs the clients for mail and HTTP.
    from pearl.delivery.mail_server import MailServer
    from pearl.delivery.telegram_notices import TelegramNotices
    from pearl.delivery.webhook import Webhook

    check_ways(chosen, current.profile)
    senders: dict[Way, Sender] = {}
    wording = notice_wording(chosen)
    if chosen.mail.host:
        senders["email"] = MailServer(chosen.mail, wording, current.profile, current.messages)
    if chosen.webhook_secret:
        senders["webhook"] = Webhook(chosen.webhook_secret)
    if chosen.telegram.token:
        senders["telegram"] = TelegramNotices(current.chats, wording, current.profile)
    wanted = Wanted(current.records.booking, current.opt_outs, current.messages)
    return Deliverer(current.notices, senders, current.clock, wanted.why_not)


def alarms(chosen: Settings, current: Services) -> Alarms:
    """What alarms the clinic before the promise of a request runs out. Raises LibraryFileError."""
    about = calling.alarms_about(current.profile, notice_wording(chosen), by_email=bool(chosen.mail.host))
    return Alarms(current.waiting, current.records, current.notices, current.clock, about)


def daily_retention(current: Services) -> DailyRetention:
    """What applies the limits of the profile once a day."""
    return DailyRetention(current.retention.apply, current.clock)


def check_ways(chosen: Settings, profile: ClinicProfile) -> None:
    """Raises SettingMissing when the profile wants notices sent by a way that no setting opens."""
    if profile.notices.email and not chosen.mail.host:
        raise SettingMissing(
            "clinic.yml names addresses under notices.email, and PEARL_SMTP_HOST is not set; set it to your mail server."
        )
    if profile.notices.webhook and not chosen.webhook_secret:
        raise SettingMissing(
            "clinic.yml names a notices.webhook, and PEARL_WEBHOOK_SECRET is not set; set it to a long random text."
        )


def prepare_database(url: str) -> None:
    """Make the folder of a SQLite file and bring the database to the newest migration.

    Raises StoreUnavailable with what to do.
    """
    address = make_url(url) if url.startswith("sqlite") else None
    if address is not None and address.database not in (None, "", ":memory:"):
        folder = Path(str(address.database)).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnavailable(f"{folder} cannot be made ({error.strerror}); free space or rights.") from error
    # Alembic is only needed here, and the serving process does without its 9 MB.
    from pearl.sql.migration import upgrade

    upgrade(url)


def at(chosen: Services, iso: str) -> Services:
    """The same services at a fixed moment, such as 2026-11-25T11:00 by the clinic's clock. Raises BadInput."""
    return replace(chosen, clock=fixed_clock(iso, chosen.profile.zone))
