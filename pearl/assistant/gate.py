"""The safety gate as the pipeline's last word: a red flag wins over every other reading."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from pearl.assistant.gate_training import GATE_TRAINING, RULES
from pearl.assistant.intent import set_intent
from pearl.assistant.lessons import SOURCE, lessons
from pearl.model import hash_of
from pearl.safety.gate import SafetyGate
from pearl.settings import PROJECT
from pearl.understanding.encoder import sentence_encoder

GATE_CODE = ("pearl/assistant/lessons.py", "pearl/assistant/gate.py", "pearl/assistant/gate_training.py")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SafetyGateClassifier(GraphComponent, IntentClassifier):
    """Sets the intent `red_flag` and `red_flag` ({kind, level, case}) on a message that must not wait."""

    def __init__(
        self, config: Dict[str, Any], storage: ModelStorage, resource: Resource, gate: Optional[SafetyGate] = None
    ) -> None:
        self._folder = PROJECT / str(config["rules"])
        self._storage, self._resource, self._gate = storage, resource, gate

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {"rules": RULES}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyGateClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        """The hash of rules, examples and code, so that Rasa's cache never brings an old gate back."""
        code = ("pearl/safety", "pearl/understanding", *GATE_CODE)
        return hash_of(str(config.get("rules", RULES)), SOURCE, *code)

    def train(self, training_data: TrainingData) -> Resource:
        """Train the second opinion on the gate's own examples and, as calm ones, on all that visitors ordinarily say."""
        with self._storage.write_to(self._resource) as folder:
            GATE_TRAINING.write(self._folder, list(lessons(training_data)), folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SafetyGateClassifier:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, SafetyGate.load(folder, sentence_encoder()))

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            finding = self._gate.inspect(message.get(TEXT) or "") if self._gate else None
            if finding:
                set_intent(message, "red_flag", 1.0)
                flag = {"kind": finding.kind, "level": finding.level.value, "case": finding.case}
                message.set("red_flag", flag, add_to_output=True)
        return messages
