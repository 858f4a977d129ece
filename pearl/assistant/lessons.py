"""What the components are taught: Rasa's training data, and beside it what visitors wrote about each topic."""

from __future__ import annotations

from typing import Any, Dict

from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from pearl.settings import PROJECT
from pearl.understanding.visitor_messages import FILE, read_messages

# What `lessons` reads itself, for the components' fingerprints.
SOURCE = str(FILE.relative_to(PROJECT))


def lessons(training_data: TrainingData) -> Dict[str, str]:
    """Text → label, each text once; visitors' messages only of topics and intents that have an example in Rasa's data.

    The messages do not go through Rasa's importer, which copies and hashes every example many times over.
    Raises LibraryFileError.
    """
    examples = [example for example in training_data.intent_examples if example.get(TEXT)]
    taught = {str(example.get(TEXT)): _label(example) for example in examples}
    labels = {label.rpartition("/")[2]: label for label in dict.fromkeys(taught.values())}
    for key, messages in read_messages().items():
        if label := labels.get(key):
            taught.update((text, label) for text in messages if text not in taught)
    return taught


def risks(training_data: TrainingData) -> Dict[str, str]:
    """The label of each topic with a phrasing → its risk."""
    known = (_metadata(example) for example in training_data.intent_examples)
    return {str(metadata["topic"]): str(metadata["risk"]) for metadata in known if "risk" in metadata}


def _metadata(example: Message) -> Dict[str, Any]:
    return example.get("metadata") or {}


def _label(example: Message) -> str:
    return str(_metadata(example).get("topic") or example.get(INTENT))
