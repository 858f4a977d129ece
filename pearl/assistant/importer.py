"""Gives the published phrasings of the library to Rasa's training, so that nothing is written twice."""

from __future__ import annotations

from functools import cached_property
from typing import Optional

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from pearl.assistant.gate_training import GATE_TRAINING
from pearl.assistant.lessons import lessons
from pearl.bootstrap import services
from pearl.library.topic import Topic


class LibraryImporter(RasaFileImporter):
    """Rasa's own importer plus the library's phrasings: intent `faq`, the topic and its risk in the metadata."""

    def get_nlu_data(self, language: Optional[str] = "en") -> TrainingData:
        """The examples of data/nlu and the phrasings of every published topic; read once, Rasa asks twice.

        Raises StoreUnavailable.
        """
        return self._nlu_data

    @cached_property
    def _nlu_data(self) -> TrainingData:
        data, topics = super().get_nlu_data(), services().library.library().topics
        examples = [_example(topic, text) for topic in topics for text in topic.phrasings]
        data = data.merge(TrainingData(examples))
        GATE_TRAINING.offer(lambda: list(lessons(data)))
        return data


def _example(topic: Topic, text: str) -> Message:
    metadata = {"topic": topic.label, "risk": topic.risk.value}
    return Message({"text": text, "intent": "faq", "metadata": metadata})
