"""The topic classifier: trained, saved and loaded it reads the same; its calibration never saw the answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pearl.errors import BadInput
from pearl.understanding.classifier import EXCLUDED, TopicClassifier, normalise
from pearl.understanding.encoder import SentenceEncoder
from pearl.understanding.reader import MessageReader
from pearl.understanding.spelling import Spelling

EXAMPLES = {
    "prices": ["how much does it cost", "what is the price", "is it expensive"],
    "popping": ["can i pop milia", "should i squeeze it", "is popping it safe", "can i use a needle"],
    "greet": ["hello", "good morning"],
}
TEXTS = [text for texts in EXAMPLES.values() for text in texts]
LABELS = [label for label, texts in EXAMPLES.items() for _ in texts]
QUESTIONS = [*TEXTS, "Whats the PRICE?", "squeeze", "hi", "my cat ate a lemon", "", "é" * 300]


@pytest.fixture(scope="module")
def classifier(encoder: SentenceEncoder) -> TopicClassifier:
    return TopicClassifier.train(TEXTS, LABELS, encoder)


def test_what_it_was_trained_on_is_read_as_such(classifier: TopicClassifier, encoder: SentenceEncoder) -> None:
    reader = MessageReader(classifier, encoder)
    assert [reader.read(text).best.label for text in TEXTS] == LABELS


@pytest.mark.parametrize(("text", "label"), [("what's the price?", "prices"), ("can I squeeze milia", "popping")])
def test_other_words_are_read_as_the_nearest_topic(
    classifier: TopicClassifier, encoder: SentenceEncoder, text: str, label: str
) -> None:
    assert MessageReader(classifier, encoder).read(text).best.label == label


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_reading_is_a_distribution_with_the_best_guess_first(
    classifier: TopicClassifier, encoder: SentenceEncoder, text: str
) -> None:
    reading = MessageReader(classifier, encoder).read(text)
    shares = [guess.confidence for guess in reading.guesses]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) + reading.unknown == pytest.approx(1)
    assert {guess.label for guess in reading.guesses} == set(EXAMPLES)


def test_a_saved_and_loaded_model_gives_identical_readings(
    classifier: TopicClassifier, encoder: SentenceEncoder, tmp_path: Path
) -> None:
    classifier.save(tmp_path)
    before, after = MessageReader(classifier, encoder), MessageReader(TopicClassifier.load(tmp_path), encoder)
    assert [after.read(text) for text in QUESTIONS] == [before.read(text) for text in QUESTIONS]


def test_a_saved_model_holds_nothing_that_can_run(classifier: TopicClassifier, tmp_path: Path) -> None:
    classifier.save(tmp_path)
    assert {file.suffix for file in tmp_path.iterdir()} == {".json", ".npz", ".npy"}
    for file in tmp_path.glob("*.np?"):
        np.load(file, allow_pickle=False)
    with np.load(tmp_path / "classifier.npz", allow_pickle=False) as arrays:
        assert {array.dtype for array in (arrays[name] for name in arrays.files)} == {np.dtype(np.float32)}


def test_training_twice_gives_the_same_model(classifier: TopicClassifier, encoder: SentenceEncoder) -> None:
    again = MessageReader(TopicClassifier.train(TEXTS, LABELS, encoder), encoder)
    reader = MessageReader(classifier, encoder)
    assert [again.read(text) for text in QUESTIONS] == [reader.read(text) for text in QUESTIONS]


@pytest.mark.parametrize(("texts", "labels"), [([], []), (["a"], ["x"]), (["a", "b"], ["x", "x"]), (["a"], ["x", "y"])])
def test_with_fewer_than_two_labels_there_is_nothing_to_tell_apart(
    encoder: SentenceEncoder, texts: list[str], labels: list[str]
) -> None:
    with pytest.raises(BadInput, match="needs at least two labels with examples"):
        TopicClassifier.train(texts, labels, encoder)


@pytest.mark.parametrize(
    ("text", "seen"), [("  What  IS\n this ", "what is this"), ("", ""), (" \t", ""), ("ÉCZÉMA", "éczéma")]
)
def test_texts_are_seen_in_lower_case_with_single_spaces(text: str, seen: str) -> None:
    assert normalise(text) == seen


class TinySet:
    """Eight random examples of three classes, and the ridge regression solved by hand on any part of them."""

    def __init__(self) -> None:
        random = np.random.default_rng(7)
        vectors = random.normal(size=(8, 5))
        self.kernel = vectors @ vectors.T / 5 + 0.1
        self.ridge = np.diag(random.uniform(0.5, 2, size=8))
        labels = ["a", "a", "b", "c", "a", "b", "c", "c"]
        self.model = TopicClassifier(labels, vectors.astype(np.float32), Spelling.of([f"text {n}" for n in range(8)]))
        self.targets = np.array([self.model.classes.index(label) for label in labels])
        self.wanted = np.eye(3)[self.targets]
        self.inverse = np.linalg.inv(self.kernel + self.ridge)
        self.weights = self.inverse @ self.wanted

    def scores_without(self, left_out: Any, row: int) -> Any:
        """The scores of one example from a model trained on all but the ones left out."""
        kept = np.setdiff1d(np.arange(8), left_out)
        part = np.ix_(kept, kept)
        weights = np.linalg.solve(self.kernel[part] + self.ridge[part], self.wanted[kept])
        similar = self.kernel[row, kept]
        nearest = [max(similar[self.targets[kept] == c], default=float(EXCLUDED)) for c in range(3)]
        return nearest + similar @ weights


def test_leave_one_out_in_closed_form_equals_training_without_the_example() -> None:
    tiny = TinySet()
    closed = tiny.model._left_out(tiny.kernel, tiny.wanted, tiny.inverse, tiny.weights)
    trained = np.array([tiny.scores_without([row], row) for row in range(8)])
    np.testing.assert_allclose(closed, trained, atol=1e-9)


def test_leave_class_out_in_closed_form_equals_training_without_the_class() -> None:
    tiny = TinySet()
    closed = tiny.model._class_left_out(tiny.kernel, tiny.inverse, tiny.weights)
    expected = []
    for c in range(3):
        members = np.flatnonzero(tiny.targets == c)
        for row in members:
            scores = tiny.scores_without(members, row)
            scores[c] = EXCLUDED
            expected.append(scores)
    np.testing.assert_allclose(closed, np.array(expected), atol=1e-9)
