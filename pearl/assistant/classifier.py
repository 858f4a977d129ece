"""The topic classifier as a Rasa graph component: predicts the intent and the topic beside it."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from pearl.assistant.intent import set_intent
from pearl.assistant.lessons import SOURCE, lessons, risks
from pearl.booking.reminder_words import wants_no_reminders
from pearl.library.topic import Risk
from pearl.model import hash_of
from pearl.understanding.classifier import TopicClassifier
from pearl.understanding.decision import Decision, Outcome, decide
from pearl.understanding.encoder import sentence_encoder
from pearl.understanding.message import MAX_CHARACTERS, is_readable
from pearl.understanding.reader import MessageReader
from pearl.understanding.subject import heed_subject
from pearl.understanding.vector_store import training_encoder

FAQ = "faq"
RISKS = "risks.json"
INTENT_OF_OUTCOME = {Outcome.CLARIFY: "clarify", Outcome.UNKNOWN: "nlu_fallback"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicIntentClassifier(GraphComponent, IntentClassifier):
    """Sets `intent` for the policy and `topic` ({outcome, labels, confidence}) for the actions."""

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, classifier: Optional[TopicClassifier] = None
    ) -> None:
        self._storage, self._resource = model_storage, resource
        self._risks: Dict[str, Risk] = {}
        self._reader = MessageReader(classifier, sentence_encoder()) if classifier else None

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicIntentClassifier:
        return cls(model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        """The hash of code and messages, so that Rasa's cache never brings an old classifier back."""
        return hash_of(SOURCE, "pearl/understanding", "pearl/assistant/lessons.py", "pearl/assistant/classifier.py")

    def train(self, training_data: TrainingData) -> Resource:
        """Train on all that is taught; a topic in the metadata is the label."""
        taught = lessons(training_data)
        classifier = TopicClassifier.train(list(taught), list(taught.values()), training_encoder())
        with self._storage.write_to(self._resource) as folder:
            classifier.save(folder)
            (folder / RISKS).write_text(json.dumps(risks(training_data)), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicIntentClassifier:
        with model_storage.read_from(resource) as folder:
            component = cls(model_storage, resource, TopicClassifier.load(folder))
            risks = json.loads((folder / RISKS).read_text(encoding="utf-8"))
            component._risks = {label: Risk(risk) for label, risk in risks.items()}
        return component

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            if len(text) > MAX_CHARACTERS:
                set_intent(message, "too_long", 1.0)
            elif not is_readable(text):
                set_intent(message, "unreadable", 1.0)
            elif wants_no_reminders(text):
                set_intent(message, "stop_reminders", 1.0)
            elif self._reader:
                whom = [e["value"] for e in message.get(ENTITIES, []) if e["entity"] == "whom"]
                decision = decide(self._reader.read(text), self._risks)
                self._set_decision(message, heed_subject(decision, whom, self._risks))
        return messages

    def _set_decision(self, message: Message, decision: Decision) -> None:
        label = decision.labels[0]
        certain = FAQ if label in self._risks else label
        set_intent(message, INTENT_OF_OUTCOME.get(decision.outcome, certain), decision.confidence)
        topic = {
            "outcome": decision.outcome.value,
            "labels": list(decision.labels),
            "confidence": round(decision.confidence, 4),
        }
        message.set("topic", topic, add_to_output=True)
