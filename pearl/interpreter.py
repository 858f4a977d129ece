"""What every Python of Pearl's environment does at its start, the plain `rasa` command's included.

`make` writes a one-line .pth file into site-packages that imports this module. Standard library only.
"""

from __future__ import annotations

import os

from pearl import tensorflow_stand_in

tensorflow_stand_in.install()

# Rasa reports usage and crashes to its makers unless told otherwise; a clinic's conversations concern nobody else.
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
