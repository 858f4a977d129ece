"""Rasa works without TensorFlow, says what to install where it is needed, and leaves an installed one alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from source_files import ROOT

CONFIG = """\
recipe: default.v1
assistant_id: tiny
language: en
pipeline:
  - name: WhitespaceTokenizer
  - name: CountVectorsFeaturizer
  - name: {classifier}
"""
NLU = """\
version: "3.1"
nlu:
  - intent: greet
    examples: |
      - hello
      - hi there
  - intent: goodbye
    examples: |
      - bye
      - see you
"""
# What Rasa writes into a home at its first start.
TELEMETRY_ON = "metrics: {enabled: true, rasa_user_id: somebody, date: 2026-11-25}\n"
FACTS = """
import json, sys
import rasa.core.agent, rasa.telemetry, tensorflow, tensorflow.keras.layers
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.policies.ted_policy import TEDPolicy
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from pearl.tensorflow_stand_in import install, needs_tensorflow
before = len(sys.meta_path)
install()
print(json.dumps({
    "tensorflow": type(tensorflow).__name__,
    "version": tensorflow.__version__,
    "submodule": type(sys.modules["tensorflow.keras.layers"]).__name__,
    "telemetry": [rasa.telemetry.is_telemetry_enabled(), rasa.telemetry.initialize_telemetry()],
    "need": [c.__name__ for c in (DIETClassifier, TEDPolicy, RulePolicy, LogisticRegressionClassifier) if needs_tensorflow(c)],
    "finders added by a second install": len(sys.meta_path) - before,
}))
"""


def run(folder: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command of this environment with a home of its own."""
    environment = {**os.environ, "HOME": str(folder), **variables}
    environment.pop("RASA_TELEMETRY_ENABLED", None)
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a fresh Python of this environment finds after importing Rasa."""
    home = tmp_path_factory.mktemp("fresh")
    (home / ".config" / "rasa").mkdir(parents=True)
    (home / ".config" / "rasa" / "global.yml").write_text(TELEMETRY_ON, encoding="utf-8")
    done = run(home, sys.executable, "-c", FACTS)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


def train(folder: Path, classifier: str) -> subprocess.CompletedProcess[str]:
    """The plain `rasa train nlu` on a tiny project."""
    (folder / "config.yml").write_text(CONFIG.format(classifier=classifier), encoding="utf-8")
    (folder / "nlu.yml").write_text(NLU, encoding="utf-8")
    rasa = str(Path(sys.executable).with_name("rasa"))
    return run(folder, rasa, "train", "nlu", "--config", "config.yml", "--nlu", "nlu.yml", "--out", "models")


def test_rasa_can_be_imported_and_finds_a_stand_in(facts: dict[str, Any]) -> None:
    assert (facts["tensorflow"], facts["submodule"]) == ("StandInModule", "StandInModule")


def test_the_stand_in_has_the_version_that_rasa_asks_for(facts: dict[str, Any]) -> None:
    assert facts["version"] == "2.12.0"


def test_only_the_components_that_need_tensorflow_are_said_to(facts: dict[str, Any]) -> None:
    assert facts["need"] == ["DIETClassifier", "TEDPolicy"]


def test_installing_the_stand_in_twice_changes_nothing(facts: dict[str, Any]) -> None:
    assert facts["finders added by a second install"] == 0


def test_telemetry_is_off_even_where_a_home_has_it_on(facts: dict[str, Any]) -> None:
    assert facts["telemetry"] == [False, False]


def test_a_configured_component_that_needs_tensorflow_says_what_to_install(tmp_path: Path) -> None:
    done = train(tmp_path, "DIETClassifier")
    assert done.returncode != 0
    assert (
        "'DIETClassifier' needs TensorFlow, which Pearl leaves out. Take it out of config.yml, or install it: "
        in done.stderr
    )
    assert "'tensorflow==2.12.0'" in done.stderr
    assert not list(tmp_path.glob("models/*"))


def test_a_configured_component_without_tensorflow_is_trained(tmp_path: Path) -> None:
    done = train(tmp_path, "LogisticRegressionClassifier")
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.glob("models/*.tar.gz"))


def test_an_installed_tensorflow_is_left_alone(tmp_path: Path) -> None:
    package = tmp_path / "site" / "tensorflow"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("__version__ = '2.99'\n", encoding="utf-8")
    (package / "layers.py").write_text("REAL = True\n", encoding="utf-8")
    code = (
        "import tensorflow, tensorflow.layers\n"
        "try:\n    import tensorflow.gone\nexcept ModuleNotFoundError:\n    print(tensorflow.__version__, tensorflow.layers.REAL)"
    )
    done = run(tmp_path, sys.executable, "-c", code, PYTHONPATH=os.pathsep.join([str(ROOT), str(tmp_path / "site")]))
    assert (done.stdout.strip(), done.stderr) == ("2.99 True", "")


@pytest.mark.parametrize("module", ["tensorflow", "tensorflow_addons", "torch", "tensorflow_text", "keras"])
def test_only_tensorflows_own_names_are_stood_in_for(tmp_path: Path, module: str) -> None:
    done = run(tmp_path, sys.executable, "-c", f"import {module}; print(type({module}).__name__)")
    stood_in = module in ("tensorflow", "tensorflow_text", "keras")
    assert done.stdout.strip() == ("StandInModule" if stood_in else "")
