"""Rasa's SpacyNLP with the pipeline that Pearl assembles instead of a downloaded one."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from pearl.model import hash_of
from pearl.settings import PROJECT
from pearl.understanding.language import language_pipeline, read_vocabulary

VOCABULARY = "data/nlu/vocabulary.yml"


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MODEL_LOADER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER],
    is_trainable=False,
    model_from="PearlLanguage",
)
class PearlLanguage(SpacyNLP):
    """Gives the other components one spaCy pipeline.

    `vocabulary` names the vocabulary's file. `training_documents` says whether training messages get spaCy's document,
    and so tokens: Pearl's classifiers learn from the texts, another component may need them.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {"case_sensitive": True, "vocabulary": VOCABULARY, "training_documents": True}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PearlLanguage:
        file = PROJECT / str(config["vocabulary"])
        return cls(SpacyModel(language_pipeline(read_vocabulary(file)), str(file)), config)

    def process_training_data(self, training_data: TrainingData, model: SpacyModel) -> TrainingData:
        if not self._config["training_documents"]:
            return training_data
        return super().process_training_data(training_data, model)

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        """The vocabulary's hash, so that Rasa's cache never brings an old one back."""
        return hash_of(str(config.get("vocabulary", VOCABULARY)), "pearl/understanding/language.py")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class VocabularyExtractor(GraphComponent, EntityExtractorMixin):
    """Turns the pipeline's entities into Rasa's, with the canonical value."""

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> VocabularyExtractor:
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the entities of each message; a message without a spaCy document keeps what it has."""
        for message in messages:
            document = message.get(SPACY_DOCS[TEXT])
            if document is not None:
                found = [self._entity(span) for span in document.ents]
                message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages

    def _entity(self, span: Any) -> Dict[str, Any]:
        return {
            "entity": span.label_,
            "value": span.ent_id_ or span.text,
            "start": span.start_char,
            "end": span.end_char,
            "confidence": 1.0,
            "extractor": type(self).__name__,
        }
