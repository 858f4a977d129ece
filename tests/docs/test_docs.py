"""The documentation keeps up with the product: what can be run, set or called is mentioned, and its links lead somewhere."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, Iterator

import pytest
import typer

from pearl.assistant.server import build_app
from pearl.cli.main import app
from pearl.clinic_profile import ClinicProfile
from pearl.library.schema import Shape
from pearl.settings import read_settings

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PAGES = [*DOCS, *(ROOT / name for name in ("CONTRIBUTING.md", "CHANGELOG.md"))]
VARIABLE = re.compile(r"\b(?:(?:PEARL|TELEGRAM)_[A-Z_]+|[A-Z]+_URL)\b")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
# Only for Rasa's or the tests' own use, and set by Pearl itself.
INTERNAL = {"RASA_TELEMETRY_ENABLED", "PEARL_ENDURANCE"}


@cache
def words() -> str:
    """README.md and docs/*.md in one text."""
    return "\n".join(page.read_text(encoding="utf-8") for page in DOCS)


def commands(command: Any, name: str = "pearl") -> Iterator[str]:
    """Every command of the typer app, such as `pearl library check`."""
    inside = getattr(command, "commands", None)
    for key, inner in (inside or {}).items():
        yield from commands(inner, f"{name} {key}")
    if inside is None:
        yield name


def options(command: Any) -> Iterator[str]:
    for inner in getattr(command, "commands", {}).values():
        yield from options(inner)
    yield from (opt for parameter in command.params for opt in parameter.opts if opt.startswith("--"))


PEARL = typer.main.get_command(app)
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", commands(PEARL))
def test_every_command_is_mentioned(name: str) -> None:
    assert re.search(rf"{re.escape(name)}\b", words()), f"neither README.md nor docs/ mentions `{name}`"


@pytest.mark.parametrize("name", sorted(set(options(PEARL)) - {"--help"}))
def test_every_option_is_mentioned(name: str) -> None:
    assert name in words(), f"neither README.md nor docs/ mentions `{name}`"


@pytest.mark.parametrize("target", re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.MULTILINE))
def test_every_make_target_is_mentioned(target: str) -> None:
    assert f"make {target}" in words()


class Noting(dict[str, str]):
    """An empty environment that notes which variables were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
        self.asked.add(key)
        return default


def variables_of_the_settings() -> list[str]:
    noting = Noting()
    read_settings(noting)
    return sorted(noting.asked)


def variables_read_anywhere() -> list[str]:
    """Every variable that code, scripts and Rasa's YAML name."""
    files = [file for place in ("pearl", "actions", "scripts") for file in (ROOT / place).rglob("*")]
    files += [ROOT / "endpoints.yml", ROOT / "credentials.yml", ROOT / "Makefile"]
    texts = (file.read_text("utf-8") for file in files if file.is_file() and file.suffix in (".py", ".yml", "", ".sh"))
    return sorted({name for text in texts for name in VARIABLE.findall(text)} - INTERNAL)


@pytest.mark.parametrize("name", variables_of_the_settings())
def test_every_setting_is_in_the_readme(name: str) -> None:
    assert f"`{name}`" in README, f"README.md has no {name} in its table of settings"


@pytest.mark.parametrize("name", variables_read_anywhere())
def test_the_example_of_the_settings_explains_every_variable(name: str) -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    at = next((n for n, line in enumerate(lines) if re.match(rf"#? ?{name}=", line)), None)
    assert at is not None, f".env.example has no line for {name}"
    above = [line for line in lines[:at] if not re.match(r"#? ?[A-Z_]+=", line)]
    assert above and above[-1].startswith("#"), f".env.example does not explain {name}"


def test_the_example_of_the_settings_names_nothing_that_is_not_read() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^#? ?([A-Z_]+)=", text, re.MULTILINE))
    assert sorted(named - set(variables_read_anywhere())) == []


@cache
def calls() -> list[str]:
    """What can be asked of the server, such as `GET /health`, as the development environment with a bot has it."""
    server = build_app(read_settings({"TELEGRAM_TOKEN": "1234567:for-the-docs", "TELEGRAM_MODE": "polling"}))
    served = {f"{method} /{route.path}" for route in server.router.routes for method in route.methods}
    # The page's own parts are nobody's to call, and browsers ask for OPTIONS by themselves.
    return sorted(call for call in served if " /page/" not in call and not call.startswith("OPTIONS "))


def test_everything_that_is_served_is_in_the_readme() -> None:
    assert {"GET /", "GET /health", "GET /privacy", "POST /webhooks/rest/webhook"} <= set(calls())
    assert [call for call in calls() if f"`{call}`" not in README] == []


def fields(shape: type[Shape], inside: str = "") -> Iterator[tuple[str, str]]:
    """Every field of the clinic's profile with the one that it is in; of lists and of `wording` nothing inside."""
    for name, field in shape.__fields__.items():
        yield inside, name
        one_of_a_kind = field.outer_type_ is field.type_ and isinstance(field.type_, type)
        if one_of_a_kind and issubclass(field.type_, Shape) and name != "wording":
            yield from fields(field.type_, name)


@pytest.mark.parametrize(("inside", "name"), fields(ClinicProfile))
def test_every_field_of_the_profile_is_in_the_readme(inside: str, name: str) -> None:
    rows = re.findall(r"^\| (`.+)$", README.partition("## Make it your clinic's")[2], re.MULTILINE)
    row = next((row for row in rows if f"`{inside or name}`" in row.partition(" | ")[0]), None)
    assert row is not None, f"README.md's table of clinic.yml has no row for {inside or name}"
    assert f"`{name}`" in row, f"README.md's row about {inside} does not mention {name}"


def anchors(page: Path) -> set[str]:
    """The anchors that a page's headings get."""
    titles = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    dead = []
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            dead.append(link)
    assert dead == []


def test_every_page_of_the_docs_is_reached_by_a_link() -> None:
    linked = {
        (page.parent / link.partition("#")[0]).resolve()
        for page in PAGES
        for link in LINK.findall(page.read_text(encoding="utf-8"))
    }
    folders = {target for target in linked if target.is_dir()}
    lost = [page for page in DOCS[1:] if page not in linked and page.parent not in folders]
    assert [str(page.relative_to(ROOT)) for page in lost] == []
