"""What the clinic's staff read about a hand-over."""

from __future__ import annotations

from pearl.booking.phone import display_phone
from pearl.clinic_profile import ClinicProfile
from pearl.errors import BadInput
from pearl.notices.handover_facts import HandoverFacts
from pearl.notices.letter import SUBJECT_LIMIT, TEXT_LIMIT, Letter, fill, in_paragraphs, one_line, rendered
from pearl.notices.wording import NoticeWording

MESSAGE_LIMIT = 2000


def handover_letter(told: HandoverFacts, wording: NoticeWording, profile: ClinicProfile) -> Letter:
    """The e-mail about a hand-over. Raises BadInput when the wording has no entry for it (any more)."""
    if (found := wording.handover.get(told.event)) is None:
        raise BadInput(f"notices.yml has no entry '{told.event}' under 'handover' any more; put it back to send this.")
    values = _values(told, profile)
    subject = one_line(fill(found.subject, values), SUBJECT_LIMIT)
    return rendered(subject, in_paragraphs(found.text, values), profile)


def _values(told: HandoverFacts, profile: ClinicProfile) -> dict[str, str]:
    return {
        "clinic": profile.name,
        "phone": profile.phone,
        "email": profile.email,
        "minutes": str(profile.handover.minutes),
        "reference": told.reference,
        "reason": one_line(told.reason, TEXT_LIMIT),
        "message": "\n".join(one_line(line, MESSAGE_LIMIT) for line in told.message.strip().splitlines()),
        "visitor_phone": display_phone(told.phone) if told.phone else "",
        "visitor_email": one_line(told.email, TEXT_LIMIT),
    }
