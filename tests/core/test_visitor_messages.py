"""What visitors wrote is read by topic, and every topic named is one of the library, or out of scope."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pearl.errors import LibraryFileError
from pearl.library.files import read_library
from pearl.settings import PROJECT
from pearl.understanding.classifier import OUT_OF_SCOPE
from pearl.understanding.visitor_messages import read_messages


def test_every_topic_is_one_of_the_library_or_none_of_them() -> None:
    topics = {topic.key for topic in read_library(PROJECT / "data" / "library").topics}
    assert set(read_messages()) <= {*topics, OUT_OF_SCOPE}


def test_no_message_stands_under_two_topics() -> None:
    counts = Counter(text.lower() for messages in read_messages().values() for text in messages)
    assert [text for text, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("content", ["messages: [a]", "other: {}", "messages: {laser: [a]}"])
def test_a_file_of_another_shape_is_refused_by_name(content: str, tmp_path: Path) -> None:
    file = tmp_path / "messages.yml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(LibraryFileError, match="'messages' must map each topic to a block of messages"):
        read_messages(file)
