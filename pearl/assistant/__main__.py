"""The serving process, which `pearl serve` turns into once everything is prepared."""

from __future__ import annotations

import sys
import types

from pearl.assistant.logging import keep_quiet
from pearl.assistant.memory import give_memory_back
from pearl.bootstrap import open_services, use
from pearl.errors import PearlError
from pearl.settings import settings

# Rasa draws charts of its tests with this module; a server draws none and saves the 10 MB of matplotlib.
NOT_SERVED = "rasa.utils.plotting"


def main() -> None:
    """Serve; a PearlError becomes one line on standard error and exit code 2."""
    give_memory_back()
    sys.modules.setdefault(NOT_SERVED, types.ModuleType(NOT_SERVED))
    try:
        use(open_services(settings(), migrate=False))
        keep_quiet()
        from pearl.assistant.server import serve

        serve()
    except PearlError as error:
        print(f"pearl: {error}", file=sys.stderr)
        sys.exit(2)


main()
