"""The desk's pages about conversations: who waits for a person, and one conversation to read, answer and end."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from starlette.responses import JSONResponse, RedirectResponse, Response

from pearl.desk.door import Refusal, Visit
from pearl.desk.sheets import render, sheet
from pearl.errors import HandoverRefused
from pearl.handover import life, store
from pearl.handover.handover import OPEN, Handover, Line, Status
from pearl.staff.session import fingerprint

_REFUSALS = {
    life.TAKEN: "Somebody was faster: {taken_by} has taken this conversation. You changed nothing.",
    life.ENDED: "This conversation has ended, so nothing was sent.",
    life.NOT_TAKEN: "Nobody has taken this conversation yet; take it first.",
    store.CHANGED_MEANWHILE: "Somebody else is changing this conversation just now; try again.",
}
_SHOWN: tuple[Status, ...] = (*OPEN, "missed", "after_hours")
_ENDED_SHOWN = 20


def conversations(visit: Visit) -> Response:
    """Who waits, who is spoken with, who wants to be called, and what has ended lately."""
    return sheet(visit, "conversations.html", **_lists(visit))


def conversations_now(visit: Visit) -> Response:
    """The lists alone, for the script that keeps them fresh."""
    return _part(visit, "conversation_lists.html", **_lists(visit))


def conversation(visit: Visit) -> Response:
    """One conversation with everything that was said. That somebody else's is read is written down."""
    handover = _found(visit)
    if handover.taken_by != visit.name:
        visit.desk.note(visit.who, "conversation read", handover.reference)
    return _page(visit, handover)


def conversation_now(visit: Visit) -> Response:
    """What was said alone, for the script that keeps it fresh."""
    handover = _found(visit)
    return _part(visit, "transcript.html", handover=handover, lines_said=_lines(visit, handover))


def take(visit: Visit) -> Response:
    """Take a conversation; only one can, and an admin may take it over."""
    over = visit.said("over") == "yes" and visit.who.account.may("oversee")
    return _do(visit, "taken", lambda one: visit.desk.services.handover_life.take(one.reference, visit.name, over))


def reply(visit: Visit) -> Response:
    """Say something to the visitor, once, however often the form is sent."""
    text = visit.said("text")
    # The same words from the same form are one reply, sent twice; other words from a form that was gone back to are not.
    key = f"desk:{visit.name}:{fingerprint(visit.said('once') + text)}"
    if not text:
        return _page(visit, _found(visit), 400, trouble="There was nothing in the reply; write something first.")
    if len(text) > life.REPLY_LIMIT:
        return _page(
            visit,
            _found(visit),
            400,
            trouble=f"The reply is longer than {life.REPLY_LIMIT} characters; cut it.",
            text=text,
        )
    _check_own(visit)
    return _do(
        visit,
        "answered",
        lambda one: visit.desk.services.handover_life.answer(one.reference, visit.name, text, key),
        text,
    )


def end(visit: Visit) -> Response:
    """End a conversation, an admin also one that a colleague left behind; Pearl speaks again."""
    if not visit.who.account.may("oversee"):
        _check_own(visit)
    return _do(visit, "ended", lambda one: visit.desk.services.handover_life.end(one.reference, visit.name))


def _do(visit: Visit, what: str, step: Callable[[Handover], Handover], text: str = "") -> Response:
    handover = _found(visit)
    try:
        step(handover)
    except HandoverRefused as refusal:
        now = _found(visit)
        trouble = _REFUSALS.get(refusal.reason, "That can't be done now; load the page again.")
        return _page(visit, now, 409, trouble=trouble.format(taken_by=now.taken_by), text=text)
    visit.desk.note(visit.who, f"conversation {what}", handover.reference)
    return RedirectResponse(f"/conversations/{handover.reference}#end", 303)


def _check_own(visit: Visit) -> None:
    """Raises Refusal where a conversation is somebody else's."""
    handover = _found(visit)
    if handover.status == "taken" and handover.taken_by != visit.name:
        raise Refusal(409, f"{handover.taken_by} has this conversation, so nothing was done.")


def _page(visit: Visit, handover: Handover, status: int = 200, trouble: str = "", text: str = "") -> Response:
    return sheet(
        visit,
        "conversation.html",
        status,
        handover=handover,
        lines_said=_lines(visit, handover),
        trouble=trouble,
        text=text,
        limit=life.REPLY_LIMIT,
        once=secrets.token_urlsafe(16),
        can_take=handover.status not in ("taken", "ended"),
        can_take_over=handover.status == "taken"
        and handover.taken_by != visit.name
        and visit.who.account.may("oversee"),
        is_mine=handover.status == "taken" and handover.taken_by == visit.name,
    )


def _part(visit: Visit, name: str, **values: object) -> Response:
    current = visit.desk.services
    shown = {"account": visit.who.account, "csrf": visit.who.session.csrf, **values}
    return JSONResponse({"html": render(name, current.profile, current.clock.now(), **shown)})


def _lists(visit: Visit) -> dict[str, Any]:
    handovers = visit.desk.services.handovers
    shown = handovers.handovers(_SHOWN)
    return {
        "waiting": [one for one in shown if one.status == "waiting"],
        "taken": [one for one in shown if one.status == "taken"],
        "left": [one for one in shown if one.status not in ("waiting", "taken")],
        "ended": handovers.handovers(["ended"])[: -_ENDED_SHOWN - 1 : -1],
    }


def _found(visit: Visit) -> Handover:
    reference = visit.part("reference").upper()
    found = (
        visit.desk.services.handovers.handover(reference) if reference.isascii() and reference.isprintable() else None
    )
    if found is None:
        raise Refusal(404, "There is no conversation with this reference; look at how it is written.")
    return found


def _lines(visit: Visit, handover: Handover) -> tuple[Line, ...]:
    return visit.desk.services.handover_life.lines(handover.reference)
