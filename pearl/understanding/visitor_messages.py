"""Messages as visitors write them, by topic: what the classifier learns beside the phrasings of the library."""

from __future__ import annotations

from pathlib import Path

from pearl.errors import LibraryFileError
from pearl.library.located_yaml import read_yaml
from pearl.settings import PROJECT

FILE = PROJECT / "data" / "nlu" / "messages.yml"


def read_messages(file: Path = FILE) -> dict[str, list[str]]:
    """A topic's key → its messages; the file maps each key to a block, one message a line.

    Raises LibraryFileError when it does not.
    """
    data = read_yaml(file).data
    topics = data.get("messages") if isinstance(data, dict) else None
    if not isinstance(topics, dict) or not all(isinstance(block, str) for block in topics.values()):
        raise LibraryFileError(file, 1, "'messages' must map each topic to a block of messages, one a line.")
    return {str(key): [line.strip() for line in block.splitlines() if line.strip()] for key, block in topics.items()}
