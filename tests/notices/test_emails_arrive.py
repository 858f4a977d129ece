"""What a mail server really gets: the words, the calendar entry, headers that recognise a repeat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from notice_examples import DESK, NOW, VISITOR, MovableClock, a_change, an_email, notice_to, notices_of
from post_office import MailServerAtWork

from pearl.notices.deliverer import LEASE, Deliverer
from pearl.sql.notice_queue import SqlNoticeQueue

Put = Callable[..., None]


async def test_visitor_and_clinic_each_get_their_own_words(
    mail: MailServerAtWork, put: Put, deliverer: Deliverer
) -> None:
    put(*notices_of(a_change("requested", 0, "visitor")))
    assert await deliverer.deliver_due() == 2
    by_recipient = {str(message["To"]): message for message in mail.mailbox.messages}
    assert set(by_recipient) == {DESK, VISITOR} == set(mail.mailbox.recipients)
    plain = by_recipient[VISITOR].get_body(("plain",)).get_content()
    assert "Hello Dana O'Neil," in plain
    assert "Tuesday 1 December 2026 at 3:00 pm" in plain
    assert by_recipient[DESK]["Subject"] == "New request PRL-7K3M9Q: Tuesday 1 December 2026 at 3:00 pm"
    assert "About: milia under the eyes" in by_recipient[DESK].get_body(("plain",)).get_content()


async def test_a_confirmation_carries_the_entry_inside_and_as_a_file(
    mail: MailServerAtWork, put: Put, deliverer: Deliverer
) -> None:
    put(an_email())
    await deliverer.deliver_due()
    (message,) = mail.mailbox.messages
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "text/calendar", "application/ics"]
    inside, file = [part for part in message.walk() if part.get_content_type() in ("text/calendar", "application/ics")]
    assert inside["Content-Type"].params == {"method": "REQUEST", "charset": "utf-8"}
    assert file.get_filename() == "appointment.ics"
    assert inside.get_payload(decode=True) == file.get_payload(decode=True)
    assert file.get_payload(decode=True).startswith(b"BEGIN:VCALENDAR\r\n")


async def test_the_headers_say_who_writes_and_that_a_machine_does(
    mail: MailServerAtWork, put: Put, deliverer: Deliverer
) -> None:
    put(an_email())
    await deliverer.deliver_due()
    (message,) = mail.mailbox.messages
    assert message["From"] == "Pearl Clinic <desk@example.org>"
    assert message["Reply-To"] == "hello@pearl-clinic.example.com"
    assert message["Date"].datetime == NOW
    assert message["Auto-Submitted"] == "auto-generated"


async def test_a_notice_has_one_message_id_whenever_it_is_sent_and_two_notices_have_two(
    mail: MailServerAtWork, put: Put, deliverer: Deliverer, queue: SqlNoticeQueue, clock: MovableClock
) -> None:
    put(an_email(1), an_email(2))
    (claim,) = queue.claim("email", clock.now(), 1, LEASE)
    await deliverer.senders["email"].send(claim.notice, clock.now())
    clock.wait(seconds=LEASE.total_seconds() + 1)
    await deliverer.deliver_due()
    first, *later = mail.mailbox.ids
    assert len(later) == 2 and later.count(first) == 1
    assert all(found.endswith("@example.org>") for found in mail.mailbox.ids)


async def test_what_was_sent_is_not_sent_again(mail: MailServerAtWork, put: Put, deliverer: Deliverer) -> None:
    put(an_email())
    assert await deliverer.deliver_due() == 1
    put(an_email())
    assert await deliverer.deliver_due() == 0
    assert len(mail.mailbox.messages) == 1


async def test_a_notice_is_not_sent_before_it_is_due(
    mail: MailServerAtWork, put: Put, deliverer: Deliverer, clock: MovableClock
) -> None:
    put(*notices_of(a_change()))
    assert await deliverer.deliver_due() == 2
    clock.wait(days=5, hours=5)
    assert await deliverer.deliver_due() == 1
    reminder = mail.mailbox.messages[-1]
    assert reminder["Subject"] == "Reminder: your appointment, Tuesday 1 December 2026 at 3:00 pm"
    assert reminder["List-Unsubscribe"].strip() == "<mailto:hello@pearl-clinic.example.com?subject=No%20reminders>"
    assert reminder["Date"].datetime == clock.now()


async def test_a_hostile_name_makes_no_header_and_no_markup(
    mail: MailServerAtWork, put: Put, deliverer: Deliverer
) -> None:
    name = 'Eve\r\nBcc: all\r\n\r\n<script>alert("1")</script> {reference} \u202eevil\u2028'
    put(notice_to(DESK, a_change("requested", 0, name=name)))
    put(notice_to(VISITOR, a_change("confirmed", 1, name=name)))
    assert await deliverer.deliver_due() == 2
    for message in mail.mailbox.messages:
        assert message["Bcc"] is None
        html = message.get_body(("html",)).get_content()
        assert "<script>" not in html and "&lt;script&gt;" in html
        assert "{reference}" in html, "what a visitor typed is no placeholder"
        assert "\u202e" not in html


async def test_names_of_every_script_arrive_as_they_are_over_servers_that_know_only_ascii(
    mail: MailServerAtWork, put: Put, deliverer: Deliverer
) -> None:
    name = "Ren\u00e9e \u674e\u5c0f\u9f99 \U0001f469\U0001f3fd\u200d\u2695\ufe0f \u0632\u06cc\u0628\u0627"
    put(notice_to(DESK, a_change("cancelled", 2, name=name)))
    await deliverer.deliver_due()
    (message,) = mail.mailbox.messages
    assert message.get_body(("plain",)).get_content().splitlines()[2] == name
    assert bytes(message).isascii()


async def test_a_recipient_that_no_header_can_hold_is_given_up_and_holds_nobody_up(
    mail: MailServerAtWork, put: Put, deliverer: Deliverer, queue: SqlNoticeQueue
) -> None:
    put(replace(an_email(1), recipient="nobody\r\nBcc: all@example.net"), an_email(2))
    assert await deliverer.deliver_due() == 2
    assert mail.mailbox.recipients == [VISITOR]
    assert [row.state for row in queue.notices()] == ["dead", "sent"]
