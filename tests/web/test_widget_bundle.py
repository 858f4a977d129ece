"""The committed bundle is small, is what its sources give, and its own unit tests pass. The last two need Node."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from pathlib import Path

import pytest
from node_packages import install_packages
from real_server import ROOT, RealServer

WIDGET = ROOT / "widget"
BUNDLES = ROOT / "pearl" / "web" / "static" / "widget"
# What every page loads, and what is loaded when somebody opens it; packed, in bytes.
SMALL = {"pearl.js": 15_000, "sheets.js": 4_000}


@pytest.fixture(scope="module")
def node() -> Path:
    """The widget's folder with its locked dependencies in it."""
    install_packages(WIDGET, "the bundle is not built anew and its unit tests do not run")
    return WIDGET


@pytest.mark.parametrize("name", SMALL)
def test_the_bundle_is_small(name: str) -> None:
    assert len(gzip.compress((BUNDLES / name).read_bytes(), 9)) <= SMALL[name]


def test_the_first_file_needs_no_modules() -> None:
    code = (BUNDLES / "pearl.js").read_text(encoding="utf-8")
    assert "export" not in code and re.findall(r"\bimport\b.", code) == ["import("]


@pytest.mark.parametrize("name", SMALL)
def test_the_bundle_speaks_to_nobody_else_and_makes_no_html(name: str) -> None:
    code = (BUNDLES / name).read_text(encoding="utf-8")
    assert set(re.findall(r"https?://[\w.-]+", code)) <= {"https://invalid.example"}
    assert not re.search(r"\beval\(|new Function|document\.write|insertAdjacentHTML|unsafeHTML", code)


def test_the_bundle_is_what_its_sources_give(node: Path, tmp_path: Path) -> None:
    subprocess.run(["node", "build.mjs", str(tmp_path)], cwd=node, check=True)
    for name in SMALL:
        assert (tmp_path / name).read_bytes() == (BUNDLES / name).read_bytes(), "run: npm --prefix widget run build"


def test_the_sources_are_typed_and_their_unit_tests_pass(node: Path) -> None:
    for command in (["npm", "run", "--silent", "check"], ["npm", "run", "--silent", "test"]):
        ended = subprocess.run(command, cwd=node, capture_output=True, text=True)
        assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-2000:]


def test_the_lock_names_no_download_address() -> None:
    lock = (WIDGET / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock and '"integrity"' in lock


def test_any_website_may_load_it_small_and_once(server: RealServer) -> None:
    for path in ("/widget/pearl.js", "/widget/sheets.js", "/widget/clinic.json"):
        answer = server.get(path)
        assert answer.status_code == 200 and answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        again = server.get(path, **{"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304 and again.content == b""


def test_what_the_clinic_says_has_no_open_placeholder(server: RealServer) -> None:
    clinic = server.get("/widget/clinic.json").json()
    # Only the chat's own words are filled in by the chat.
    assert clinic.pop("words")["ask"] == "Ask {title}"
    assert not re.search(r"\{\w+\}", json.dumps(clinic))
    assert clinic["phone"] == "780 555 0199" and "911" in clinic["emergency"]
    assert len(clinic["answers"]) == 6 and all(answer["sources"] and answer["review"] for answer in clinic["answers"])
