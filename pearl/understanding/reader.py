"""Reads a whole message: the question may stand in one sentence of a long story."""

from __future__ import annotations

from pearl.understanding.classifier import Reading, TopicClassifier, normalise
from pearl.understanding.encoder import SentenceEncoder


class MessageReader:
    """The classifier with the encoder it was trained with."""

    def __init__(self, classifier: TopicClassifier, encoder: SentenceEncoder) -> None:
        self._classifier, self._encoder = classifier, encoder

    def read(self, text: str) -> Reading:
        """Read a message of at most 2,000 characters."""
        return self._classifier.read(text, self._encoder.encode([normalise(text)])[0])
