"""The offer of a person to a visitor whom an answer did not help."""

from __future__ import annotations

import hashlib
from datetime import datetime

from pearl.clinic_facts import ClinicFacts
from pearl.messages import PEARL, Message
from pearl.wording import reply


def offer_of_a_person(sender: str, answer_id: str, facts: ClinicFacts, now: datetime) -> Message:
    """What Pearl says outside of a turn when an answer is rated as unhelpful; once for each answer, by its `client_id`."""
    text, buttons = reply("utter_feedback_negative", **facts.values())
    name = f"offer-{hashlib.sha256(answer_id.encode()).hexdigest()[:32]}"
    return Message(sender=sender, author=PEARL, text=text, created_at=now, client_id=name, extras={"buttons": buttons})
