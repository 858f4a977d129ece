"""The shape of a library file: which keys it has and what may stand in them."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, Optional, TypeVar

import pydantic

from pearl.errors import LibraryFileError
from pearl.library.located_yaml import LocatedYaml


class Shape(pydantic.BaseModel):
    """A mapping whose keys are exactly the ones named."""

    class Config:
        extra = "forbid"


class ReviewShape(Shape):
    reviewer: Optional[str]
    reviewed_on: date
    review_by: date


class CitationShape(Shape):
    source: str
    locator: str = ""
    supports: str = ""


class TopicShape(Shape):
    key: pydantic.constr(regex=r"^[a-z][a-z0-9_]*$")  # type: ignore[valid-type]
    about_clinic: bool = False
    title: pydantic.constr(min_length=3)  # type: ignore[valid-type]
    risk: Literal["low", "medicine", "pregnancy", "child", "eye"]
    review: ReviewShape
    short_answer: pydantic.constr(min_length=3)  # type: ignore[valid-type]
    details: list[str] = []
    variants: dict[Literal["baby", "near_eyes", "pregnant"], str] = {}
    sources_differ: str = ""
    next_steps: str = ""
    related: list[str] = []
    sources: list[CitationShape] = []
    phrasings: list[pydantic.StrictStr]


class SourceShape(Shape):
    key: str
    title: str
    publisher: str
    kind: Literal["seed", "ref", "paper", "gov/hosp", "pub", "clinic", "copy"]
    url: str = ""
    published: str = ""
    visible: bool


class SourcesShape(Shape):
    sources: list[SourceShape]


class AdviceShape(Shape):
    level: Literal["E", "U", "P"]
    case: str = ""
    text: str
    sources: list[CitationShape] = []


class RedFlagShape(Shape):
    kind: str
    title: str
    review: ReviewShape
    advice: pydantic.conlist(AdviceShape, min_items=1)  # type: ignore[valid-type]


AnyShape = TypeVar("AnyShape", bound=Shape)


def shaped(shape: type[AnyShape], document: LocatedYaml, error: type[LibraryFileError] = LibraryFileError) -> AnyShape:
    """Read a document as a shape.

    Raises `error` with the file, the line and the key of the first thing that does not fit.
    """
    if not isinstance(document.data, dict):
        raise error(document.file, 1, "holds no mapping; it must start with keys such as 'key: …'.")
    for place, key in zip((place for place in document.lines if len(place) == 1), document.data):
        if not isinstance(key, str):
            raise error(document.file, document.line(place), f"the key '{place[0]}' is no word; put it in quotes.")
    try:
        return shape.parse_obj(document.data)
    except pydantic.ValidationError as problems:
        first: Any = problems.errors()[0]
        place = tuple(part for part in first["loc"] if part != "__root__")
        name = ".".join(str(part) for part in place)
        raise error(document.file, document.line(place), f"'{name}': {first['msg']}.") from problems
