"""The topic classifier: trained, saved and loaded it reads the same; its calibration never saw the answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pearl.errors import BadInput
from pearl.understanding.classifier import TopicClassifier, normalise
from pearl.understanding.encoder import SentenceEncoder
from pearl.understanding.reader import MessageReader

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
        assert {array.dtype for array in (arrays[name] for name in arrays.files)} == {
            np.dtype(np.float16),
            np.dtype(np.float32),
        }


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


def test_examples_beyond_the_kernel_are_told_apart_too(encoder: SentenceEncoder, tmp_path: Path) -> None:
    words = [f"number {n} {word}" for n in range(30) for word in ("apple", "bridge", "cloud")]
    labels = [f"{n % 30}-{text.split()[-1]}" for n, text in enumerate(words)]
    TopicClassifier.train([*TEXTS, *words], [*LABELS, *labels], encoder, most_in_kernel=5).save(tmp_path)
    reader = MessageReader(TopicClassifier.load(tmp_path), encoder)
    assert [reader.read(text).best.label for text in TEXTS] == LABELS


def test_a_reading_carries_the_first_ten_guesses(encoder: SentenceEncoder) -> None:
    words = ["sun", "price", "baby", "eye", "laser", "food", "pain", "scar", "cream", "doctor", "nose", "water"]
    classifier = TopicClassifier.train(words, words, encoder)
    assert len(MessageReader(classifier, encoder).read("is it the sun?").guesses) == 10
