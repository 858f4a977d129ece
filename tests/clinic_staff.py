"""What the clinic's desk does with hand-overs, in another process than the server's."""

from __future__ import annotations

from real_server import RealServer

from pearl.bootstrap import open_services
from pearl.handover.life import HandoverLife
from pearl.settings import read_settings


def desk_of(server: RealServer) -> HandoverLife:
    """The hand-overs of a server's database, on the Wednesday morning on which the tests' clinic is open."""
    variables = {"DATABASE_URL": server.database_url, "PEARL_NOW": "2026-11-25T11:00"}
    return open_services(read_settings(variables), migrate=False).handover_life
