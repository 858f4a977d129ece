"""YAML that remembers on which line each value stands, so that a finding can name it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from pearl.errors import LibraryFileError

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class LocatedYaml:
    """The plain data of a file, and the line (from 1) of each place in it."""

    file: Path
    data: Any
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest one around it that exists."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_yaml(file: Path) -> LocatedYaml:
    """Read a YAML file.

    Raises LibraryFileError when it is missing, is not UTF-8 or is not YAML.
    """
    text, lines = _text(file), dict[Place, int]()
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is not None:
            _locate(node, (), lines)
        data = loader.construct_document(node) if node is not None else None
    except yaml.reader.ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1
        raise LibraryFileError(file, line, f"is not valid YAML: {error.reason}.") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LibraryFileError(file, line, f"is not valid YAML: {error.problem or error.context}.") from error
    except RecursionError as error:
        raise LibraryFileError(file, 1, "is nested too deeply, or holds itself; write it out plainly.") from error
    finally:
        loader.dispose()
    return LocatedYaml(file, data, lines)


class _Loader(yaml.CSafeLoader):
    """PyYAML's safe loader, which also says where an impossible value stands, such as 30 February."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except ValueError as error:
            raise yaml.constructor.ConstructorError(None, None, str(error), node.start_mark) from error


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise LibraryFileError(file, 1, f"cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise LibraryFileError(file, 1, "is not UTF-8 text; save it as UTF-8.") from error


def _locate(node: Any, place: Place, lines: dict[Place, int]) -> None:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*place, str(key.value))
            if inner in lines:
                raise yaml.MarkedYAMLError(problem=f"'{key.value}' stands here twice", problem_mark=key.start_mark)
            lines[inner] = key.start_mark.line + 1
            _locate(value, inner, lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _locate(value, (*place, index), lines)
