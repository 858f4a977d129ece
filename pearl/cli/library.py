"""Commands for the curated library."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Optional

import typer

from pearl.bootstrap import services
from pearl.cli.asking import Json
from pearl.cli.output import as_json
from pearl.errors import BadInput
from pearl.library.loading import LoadReport
from pearl.settings import PROJECT, settings

app = typer.Typer(
    help="The curated library: check the files, load them, look at what is published.", no_args_is_help=True
)


@app.command()
def check(
    seeds: Annotated[Optional[Path], typer.Option(help="A folder with the seeds' texts, to find copied runs.")] = None,
    json: Json = False,
) -> None:
    """Look for what is wrong in the library's files; each finding names file and line."""
    from pearl.library.check import check_library

    today = services().clock.now().date()
    findings = check_library(
        settings().library, today, seeds, nlu=PROJECT / "data" / "nlu", domain=PROJECT / "domain.yml"
    )
    if json:
        rows = [{**asdict(finding), "file": str(finding.file)} for finding in findings]
        print(as_json({"findings": rows}))
    else:
        print("\n".join(str(finding) for finding in findings), end="\n" if findings else "")
    if any(not finding.warning for finding in findings):
        sys.exit(2)


@app.command()
def load(json: Json = False) -> None:
    """Load the files into the store: a version for what changed, a draft where the desk has changed it too."""
    report = load_files()
    counts = {name: len(keys) for name, keys in asdict(report).items()}
    if json:
        print(as_json(asdict(report)))
    else:
        print(", ".join(f"{count} {name}" for name, count in counts.items()) + ".")
        for key in report.drafted:
            print(f"{key} was changed at the desk, so the file's text was kept as a draft.")


def load_files() -> LoadReport:
    """Take over what changed in the library's files."""
    from pearl.library.files import read_library

    return services().library.load(read_library(settings().library), services().clock.now())


@app.command("list")
def list_topics(json: Json = False) -> None:
    """List the published topics."""
    store = services().library
    rows = [
        {
            "key": t.key,
            "title": t.title,
            "risk": t.risk.value,
            "version": store.version_of(t.key),
            "review_by": t.review.review_by,
        }
        for t in store.library().topics
    ]
    print(as_json(rows) if json else "\n".join(f"{row['key']:24} v{row['version']}  {row['title']}" for row in rows))


@app.command()
def show(key: Annotated[str, typer.Argument(help="The topic's key.")], json: Json = False) -> None:
    """Show one published topic with its sources and versions."""
    store = services().library
    topic = store.topic(key)
    if topic is None:
        raise BadInput(f"There is no published topic '{key}'; `pearl library list` shows all.")
    if json:
        print(as_json({**asdict(topic), "answer_id": store.answer_id(key)}))
        return
    print(f"{topic.title}  ({store.answer_id(key)}, risk {topic.risk.value})\n\n{topic.short_answer}")
    for heading, text in [("", t) for t in topic.details] + list(topic.variants.items()):
        print(f"\n{heading + ': ' if heading else ''}{text}")
    print(f"\nNext: {topic.next_steps}\nSources: {', '.join(citation.source for citation in topic.citations)}")
