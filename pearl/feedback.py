"""What visitors thought of an answer; tied to its version, so that an edit begins anew."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from pearl.errors import BadInput
from pearl.keeping import check_key, check_texts, in_utc

ANSWER_ID = re.compile(r"[a-z][a-z0-9_]{0,250}@[0-9]{1,9}")


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """One visitor's word on one version of an answer, such as `can_i_pop_milia@3`; the last word counts."""

    answer_id: str
    helpful: bool
    sender: str
    channel: str
    created_at: datetime
    comment: str = ""

    def checked(self) -> Feedback:
        """The feedback as a store keeps it. Raises BadInput when it cannot be kept."""
        if not ANSWER_ID.fullmatch(self.answer_id):
            raise BadInput("'answer_id' must be that of an answer, such as can_i_pop_milia@3.")
        check_key(self.sender, "The sender of feedback")
        check_texts(self, "The feedback")
        return replace(self, created_at=in_utc(self.created_at))
