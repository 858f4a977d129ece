"""Training the model with Rasa, and checking that every topic reached it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from rasa.model_training import train

from pearl.assistant.gate_training import GATE_TRAINING
from pearl.assistant.memory import without_collection
from pearl.bootstrap import services
from pearl.errors import ModelMismatch
from pearl.model import MODEL, model_file, trained_topics, write_fingerprint
from pearl.settings import PROJECT

# Named one by one: Rasa would parse the whole library to find out what it holds, which costs seconds.
TRAINING_FILES = ("data/nlu/conversation.yml", "data/nlu/out_of_scope.yml", "data/rules")


def train_model() -> str:
    """Train and put the model into the models folder; the running model stays until the new one is complete.

    Returns a sentence with what was trained. Raises ModelMismatch when a published topic did not reach the model.
    """
    models = model_file().parent
    models.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=models) as folder, GATE_TRAINING.beside(), without_collection():
        result = train(
            domain=str(PROJECT / "domain.yml"),
            config=str(PROJECT / "config.yml"),
            training_files=[str(PROJECT / file) for file in TRAINING_FILES],
            output=folder,
            fixed_model_name=MODEL.removesuffix(".tar.gz"),
        )
        if not result.model:
            raise ModelMismatch("The training ended without a model; the lines above say why.")
        trained = trained_topics(Path(result.model))
        _check_topics(trained)
        Path(result.model).replace(model_file())
    write_fingerprint()
    return f"Trained {len(trained)} topics into {model_file()}."


def _check_topics(trained: set[str]) -> None:
    published = {topic.key for topic in services().library.library().topics if topic.phrasings}
    if missing := sorted(published - trained):
        raise ModelMismatch(f"The model lacks the topics {', '.join(missing)}; give each at least one phrasing.")
