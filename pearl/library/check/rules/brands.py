"""No text names a product brand of the seeds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pearl.errors import LibraryFileError
from pearl.library.check.finding import Finding
from pearl.library.check.shelf import Shelf
from pearl.library.check.texts import all_texts
from pearl.library.check.words import words

Brand = list[str]
"""The words of a brand's name, as they are compared."""


def read_brands(file: Path) -> list[Brand]:
    """The brands in a list, one a line. Raises LibraryFileError when it cannot be read."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LibraryFileError(file, 1, "cannot be read; it lists the brands that no text may name.") from error
    return [[word for word, _ in words(line)] for line in lines if line.strip() and not line.startswith("#")]


def named_brands(shelf: Shelf, brands: list[Brand]) -> Iterator[Finding]:
    """Texts that name a brand; what visitors type may name one."""
    for text in all_texts(shelf):
        found = words(text.text)
        for first, (_, offset) in enumerate(found):
            for brand in brands:
                if [word for word, _ in found[first : first + len(brand)]] == brand:
                    yield text.finding(
                        "brand", offset, f"names the brand '{' '.join(brand)}'; say what kind of product."
                    )
