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
    try:
        text = file.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        data = yaml.load(text, Loader=yaml.CSafeLoader)
    except OSError as error:
        raise LibraryFileError(file, 1, f"cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise LibraryFileError(file, 1, "is not UTF-8 text; save it as UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LibraryFileError(file, line, f"is not valid YAML: {error.problem or error.context}.") from error
    except (yaml.YAMLError, ValueError) as error:
        raise LibraryFileError(file, 1, f"is not valid YAML: {error}.") from error
    lines: dict[Place, int] = {}
    if node is not None:
        _locate(node, (), lines)
    return LocatedYaml(file, data, lines)


def _locate(node: Any, place: Place, lines: dict[Place, int]) -> None:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*place, str(key.value))
            lines[inner] = key.start_mark.line + 1
            _locate(value, inner, lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _locate(value, (*place, index), lines)
