"""Gives the published phrasings of the library to Rasa's training, so that nothing is written twice."""

from __future__ import annotations

from typing import Optional, Sequence

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from pearl.bootstrap import services
from pearl.library.topic import Topic
from pearl.understanding.visitor_messages import read_messages


class LibraryImporter(RasaFileImporter):
    """Rasa's own importer plus the library's phrasings: intent `faq`, the topic and its risk in the metadata."""

    def get_nlu_data(self, language: Optional[str] = "en") -> TrainingData:
        """The examples of data/nlu and of every published topic: its phrasings and what visitors wrote.

        Raises StoreUnavailable when there is no store.
        """
        data, messages = super().get_nlu_data(language), read_messages()
        topics = services().library.library().topics
        examples = [_example(t, text) for t in topics for text in _distinct(t.phrasings, messages.get(t.key, ()))]
        return data.merge(TrainingData(examples))


def _distinct(phrasings: Sequence[str], messages: Sequence[str]) -> list[str]:
    """A topic without phrasings is not asked for, whatever visitors wrote; each text comes once."""
    return list(dict.fromkeys([*phrasings, *messages])) if phrasings else []


def _example(topic: Topic, text: str) -> Message:
    metadata = {"topic": topic.label, "risk": topic.risk.value}
    return Message({"text": text, "intent": "faq", "metadata": metadata})
