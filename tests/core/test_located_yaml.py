"""YAML that cannot be read is refused with its file, line and reason; what can be read knows its lines."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pearl.errors import LibraryFileError
from pearl.library.located_yaml import Place, read_yaml

TEXT = """\
# A comment.
key: a
list:
  - first
  - {name: second,
     more: 2}
day: 2026-11-25
long: >-
  one
  two
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "some.yml"


def refusal(file: Path, content: bytes) -> LibraryFileError:
    file.write_bytes(content)
    with pytest.raises(LibraryFileError) as caught:
        read_yaml(file)
    assert caught.value.file == file
    assert str(caught.value).startswith(f"{file}:{caught.value.line}: ")
    return caught.value


def test_the_data_is_plain(file: Path) -> None:
    file.write_text(TEXT, encoding="utf-8")
    assert read_yaml(file).data == {
        "key": "a",
        "list": ["first", {"name": "second", "more": 2}],
        "day": date(2026, 11, 25),
        "long": "one two",
    }


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("key",), 2),
        (("list",), 3),
        (("list", 0), 4),
        (("list", 1, "more"), 6),
        (("day",), 7),
        (("day", "nothing", "inside"), 7),  # the nearest place around it
        (("list", 9), 3),
        (("gone",), 2),
        ((), 2),
    ],
)
def test_every_place_knows_its_line(file: Path, place: Place, line: int) -> None:
    file.write_text(TEXT, encoding="utf-8")
    assert read_yaml(file).line(place) == line


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"a: 1\nb: [\n", 3, "is not valid YAML: did not find expected node content."),
        (b"a: 1\nb: c: d\n", 2, "is not valid YAML: mapping values are not allowed in this context."),
        (b"a: 1\n\n\tb: 2\n", 3, "is not valid YAML: found a tab character that violates indentation."),
        (b"a: 1\nb: @x\n", 2, "is not valid YAML: found character that cannot start any token."),
        (b"a: *nobody\n", 1, "is not valid YAML: found undefined alias."),
        (b"a: 1\n---\nb: 2\n", 2, "is not valid YAML: but found another document."),
        (b"a: 1\nb: !!python/name:os.system x\n", 2, "is not valid YAML: could not determine a constructor"),
        (b"a: 1\n? [1]\n: 2\n", 2, "is not valid YAML: found unhashable key."),
        (b"a: 1\nb: 2026-02-30\n", 2, "is not valid YAML: day is out of range for month."),
        (b"a: 1\nb:\n  - {c: 2026-13-01}\n", 3, "is not valid YAML: month must be in 1..12."),
        (b"a: 1\n\n\nb: 'x\x07y'\n", 4, "is not valid YAML: control characters are not allowed."),
        ("a: é\nb: \x00\n".encode(), 2, "is not valid YAML: control characters are not allowed."),
        (b"a: 1\nb: 2\na: 3\n", 3, "is not valid YAML: 'a' stands here twice."),
        (b"a:\n  - b: 1\n    c: 2\n    b: 3\n", 4, "is not valid YAML: 'b' stands here twice."),
        (b"a: \xff\xfe\n", 1, "is not UTF-8 text; save it as UTF-8."),
        (b"a: &a [*a]\n", 1, "is nested too deeply, or holds itself; write it out plainly."),
        (b"a: " + b"[" * 3000 + b"]" * 3000, 1, "is nested too deeply, or holds itself; write it out plainly."),
    ],
)
def test_a_malformed_file_is_refused_with_line_and_reason(file: Path, content: bytes, line: int, reason: str) -> None:
    error = refusal(file, content)
    assert (error.line, error.reason[: len(reason)]) == (line, reason)
    assert "\n" not in str(error)


def test_a_missing_file_is_refused(file: Path) -> None:
    with pytest.raises(LibraryFileError, match=r"some\.yml:1: cannot be read \(No such file or directory\)\.$"):
        read_yaml(file)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LibraryFileError, match=r":1: cannot be read \(Is a directory\)\.$"):
        read_yaml(tmp_path)


@pytest.mark.parametrize("content", [b"", b"# nothing\n"])
def test_an_empty_file_holds_nothing(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert read_yaml(file).data is None
    assert read_yaml(file).line(("anything",)) == 1


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", b"a: 1\r\nb: 2\r\n"])
def test_what_windows_saves_is_read(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert read_yaml(file).data == {"a": 1, "b": 2}
    assert read_yaml(file).line(("b",)) == 2


def test_merged_keys_may_be_written_anew(file: Path) -> None:
    file.write_text("base: &base {a: 1, b: 2}\nnew: {<<: *base, a: 3}\n", encoding="utf-8")
    assert read_yaml(file).data["new"] == {"a": 3, "b": 2}
