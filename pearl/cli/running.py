"""Commands that train the model and run the server."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Annotated

import typer

from pearl.bootstrap import check_ways, services
from pearl.cli.library import load as load_library
from pearl.cli.library import load_files
from pearl.errors import ModelMismatch
from pearl.model import up_to_date
from pearl.settings import settings


def train(
    if_needed: Annotated[bool, typer.Option("--if-needed", help="Do nothing when the model is up to date.")] = False,
    load: Annotated[bool, typer.Option("--load", help="First load the library's files, as `make train` does.")] = False,
) -> None:
    """Train the model on the published phrasings; seconds, not minutes."""
    if load:
        load_library()
    if if_needed and up_to_date():
        return
    from pearl.assistant.logging import keep_quiet

    keep_quiet()
    from pearl.assistant.training import train_model

    print(train_model())


def serve(
    prepare: Annotated[
        bool, typer.Option("--prepare", help="First load the library's files and train if needed.")
    ] = False,
) -> None:
    """Start Pearl at PEARL_PORT and print one line when a question can be asked."""
    # A wrong setting, a missing profile field, a locked database: named before the seconds Rasa takes.
    check_ways(settings(), services().profile)
    if prepare:
        _prepare()
    if not up_to_date():
        raise ModelMismatch(
            "The trained model does not fit the library or the code; run `make train`, then start again."
        )
    # The server takes over this process, so that Ctrl-C reaches it and nothing that only prepared stays in memory.
    os.execv(sys.executable, [sys.executable, "-m", "pearl.assistant"])


def _prepare() -> None:
    """Take over changed library files and train a stale model, in a process of its own that gives its memory back."""
    load_files()
    if not up_to_date():
        print("Training the model (about 15 seconds) ...", file=sys.stderr)
        if subprocess.run([sys.executable, "-m", "pearl", "train"], check=False).returncode:
            raise ModelMismatch("The model could not be trained; the lines above say why.")
