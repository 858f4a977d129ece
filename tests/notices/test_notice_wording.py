"""The file with the wording: what is wrong in it is named with its line, and an old library goes on with the shipped one."""

from __future__ import annotations

from pathlib import Path

import pytest
from notice_examples import LIBRARY, SHIPPED, WORDING, a_change

from pearl.clinic_profile import read_profile
from pearl.errors import LibraryFileError, ProfileError
from pearl.notices.facts import facts, read_facts
from pearl.notices.letter import compose
from pearl.notices.wording import read_wording

TEXT = (LIBRARY / "notices.yml").read_text(encoding="utf-8")


def with_text(folder: Path, old: str, new: str) -> Path:
    assert old in TEXT
    (folder / "notices.yml").write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    return folder


def test_a_clinics_own_words_are_used(tmp_path: Path) -> None:
    wording = read_wording(with_text(tmp_path, "Your appointment is confirmed: {when}", "See you {when}!"), LIBRARY)
    told = compose(read_facts(facts(a_change(), "confirmed")), "visitor", wording, SHIPPED)
    assert told.subject == "See you Tuesday 1 December 2026 at 3:00 pm!"


def test_a_library_without_the_file_uses_the_shipped_words(tmp_path: Path) -> None:
    assert read_wording(tmp_path, LIBRARY) == WORDING


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Hello {name},", "Hello {nmae},", r"\{nmae\} cannot be filled in; write one of address, "),
        ('when: "{day} at {time}"', 'when: "{when}"', r"\{when\} cannot be filled in; write one of day, time\."),
        ("  requested:\n    subject", "  asked:\n    subject", "visitor"),
        ("by_staff: the clinic", "", "'by_staff': field required"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(LibraryFileError, match=said) as caught:
        read_wording(with_text(tmp_path, old, new), LIBRARY)
    assert f"{tmp_path}/notices.yml:" in str(caught.value)


def test_words_of_a_clinic_are_words_and_no_markup(tmp_path: Path) -> None:
    wording = read_wording(with_text(tmp_path, "Thank you. You", "thanks & <i>hi</i>. You"), LIBRARY)
    told = compose(read_facts(facts(a_change("requested"), "requested")), "visitor", wording, SHIPPED)
    assert "thanks &amp; &lt;i&gt;hi&lt;/i&gt;" in told.html and "thanks & <i>hi</i>" in told.text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  email: []", "  email: [not an address]", "'not an address' is no e-mail address"),
        ("  webhook: null", "  webhook: http://example.org/hook", "is no https:// address"),
        ("  webhook: null", "  webhook: hook.example.org", "is no https:// address"),
        ("  webhook: null", "  webhook: http://localhost.example.org/", "is no https:// address"),
    ],
)
def test_a_receiver_that_cannot_be_one_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    file = tmp_path / "clinic.yml"
    file.write_text((LIBRARY / "clinic.yml").read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(ProfileError, match=said):
        read_profile(file)


def test_receivers_that_can_be_some_are_kept(tmp_path: Path) -> None:
    file, text = tmp_path / "clinic.yml", (LIBRARY / "clinic.yml").read_text(encoding="utf-8")
    for webhook in ("https://example.org/hook?x=1", "http://127.0.0.1:9000/hook", "http://localhost/hook"):
        changed = text.replace("  webhook: null", f"  webhook: {webhook}").replace("  email: []", "  email: [a@b.org]")
        file.write_text(changed, encoding="utf-8")
        assert (read_profile(file).notices.webhook, read_profile(file).notices.email) == (webhook, ["a@b.org"])
