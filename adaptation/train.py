"""Trains data/safety/adapter.npz on the gate's examples and on what visitors ordinarily say: `python train.py`.

A small classifier over the mean of the changed layers learns kind, level and case of a red flag, or calm; only the
change is kept. Takes about 15 minutes on two cores. Deterministic for one version of JAX on one machine.
"""

from __future__ import annotations

import re
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any, Iterator

import jax
import jax.numpy as jnp
import numpy as np
import optax
import yaml
from encoder import TOP, WIDTH, Frozen, finish, no_change, start, tokenizer

ROOT = Path(__file__).resolve().parents[1]
CALM = "calm"
EPOCHS, RATE, DROPPED, SMOOTHED, AT_ONCE = 5, 1.5e-3, 0.1, 0.05, 1024
LENGTHS = (12, 16, 20, 24, 32, 40, 48, 64, 96, 128)
ORDINARY_WEIGHT = 1.0


def examples() -> list[tuple[str, str, float]]:
    """(text, label, weight) of everything to learn from, each text once; of calm ones each sentence too."""
    found: dict[str, tuple[str, float]] = {}
    for file in sorted((ROOT / "data/safety/examples").glob("*.yml")):
        for label, block in _yaml(file).items():
            for line in filter(None, map(str.strip, block.splitlines())):
                found.setdefault(line, (label.split(" ")[0], 1.0))
    for text in _ordinary():
        found.setdefault(text, (CALM, ORDINARY_WEIGHT))
    for text in [text for text, (label, _) in found.items() if label == CALM]:
        for sentence in filter(None, map(str.strip, re.split(r"(?<=[.!?]) ", text))):
            found.setdefault(sentence, (CALM, ORDINARY_WEIGHT))
    return [(text, *rest) for text, rest in found.items()]


def _ordinary() -> Iterator[str]:
    for file in sorted((ROOT / "data/library/topics").glob("*.yml")):
        yield from map(str, _yaml(file)["phrasings"])
    for file in sorted((ROOT / "data/nlu").glob("*.yml")):
        content = _yaml(file)
        for block in (content.get("messages") or {}).values():
            yield from filter(None, map(str.strip, block.splitlines()))
        for entry in content.get("nlu") or []:
            yield from (line[2:].strip() for line in entry["examples"].splitlines() if line.startswith("- "))


def _yaml(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


class Corpus:
    """The examples by length, each with what the unchanged layers make of it."""

    def __init__(self, frozen: Frozen, texts: list[str]) -> None:
        cutter = tokenizer()
        ids = [cutter.encode(" ".join(text.lower().split())).ids for text in texts]
        begin = jax.jit(lambda tokens, mask: start(frozen, tokens, mask))
        by_length = defaultdict(list)
        for row, tokens in enumerate(ids):
            by_length[next(length for length in LENGTHS if len(tokens) <= length)].append(row)
        self._hidden: dict[int, Any] = {}
        self._mask: dict[int, Any] = {}
        self._rows = {length: np.array(rows) for length, rows in by_length.items()}
        for length, rows in self._rows.items():
            tokens, mask = np.zeros((len(rows), length), np.int32), np.zeros((len(rows), length), np.float32)
            for place, row in enumerate(rows):
                tokens[place, : len(ids[row])], mask[place, : len(ids[row])] = ids[row], 1
            parts = [begin(tokens[at : at + 64], mask[at : at + 64]) for at in range(0, len(rows), 64)]
            self._hidden[length] = np.concatenate([np.asarray(part, np.float16) for part in parts])
            self._mask[length] = mask

    def batches(self, random: np.random.Generator) -> list[tuple[Any, Any, Any, Any]]:
        """(hidden, mask, rows, present) of one round through all examples, in random order, padded to full batches."""
        found = []
        for length, rows in self._rows.items():
            size = max(1, AT_ONCE // length)
            order = random.permutation(len(rows))
            for at in range(0, len(rows), size):
                places = order[at : at + size]
                full = np.resize(places, size)
                present = (np.arange(size) < len(places)).astype(np.float32)
                found.append((length, full, rows[full], present))
        random.shuffle(found)
        return [(self._hidden[n][at], self._mask[n][at], rows, present) for n, at, rows, present in found]


def train() -> list[dict[str, Any]]:
    """The change of the last layers that tells the labels apart."""
    frozen, learnt = Frozen(), examples()
    labels = sorted({label for _, label, _ in learnt})
    wanted = np.array([labels.index(label) for _, label, _ in learnt])
    weights = np.array([weight for _, _, weight in learnt], np.float32)
    corpus, random = Corpus(frozen, [text for text, _, _ in learnt]), np.random.default_rng(0)
    head = (jnp.array(random.normal(size=(WIDTH, len(labels))) * 0.05, jnp.float32), jnp.zeros(len(labels)))
    parameters: Any = (no_change(random), head)
    steps = EPOCHS * len(corpus.batches(np.random.default_rng(0)))
    rate = optax.warmup_cosine_decay_schedule(0, RATE, steps // 20, steps, RATE / 50)
    optimiser = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(rate, weight_decay=0.01))
    state, key = optimiser.init(parameters), jax.random.PRNGKey(0)

    def loss(parameters: Any, hidden: Any, mask: Any, target: Any, weight: Any, key: Any) -> Any:
        changes, (slope, bias) = parameters
        first, second = jax.random.split(key)
        vectors = finish(frozen, _dropped(hidden.astype(jnp.float32), first), mask, changes)
        shares = jax.nn.log_softmax(_dropped(vectors, second) @ slope + bias)
        smooth = jax.nn.one_hot(target, len(labels)) * (1 - SMOOTHED) + SMOOTHED / len(labels)
        return (-(smooth * shares).sum(-1) * weight).sum() / weight.sum()

    @jax.jit
    def step(parameters: Any, state: Any, *batch: Any) -> Any:
        value, slopes = jax.value_and_grad(loss)(parameters, *batch)
        updates, state = optimiser.update(slopes, state, parameters)
        return optax.apply_updates(parameters, updates), state, value

    for epoch in range(EPOCHS):
        began, losses = time.time(), []
        for hidden, mask, rows, present in corpus.batches(random):
            key, drawn = jax.random.split(key)
            parameters, state, value = step(
                parameters, state, hidden, mask, wanted[rows], weights[rows] * present, drawn
            )
            losses.append(float(value))
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}, {time.time() - began:.0f} s", file=sys.stderr)
    changes: list[dict[str, Any]] = parameters[0]
    return changes


def _dropped(values: Any, key: Any) -> Any:
    return values * jax.random.bernoulli(key, 1 - DROPPED, values.shape) / (1 - DROPPED)


def main() -> None:
    """Train and write the factors in half precision."""
    changes = train()
    factors = {
        f"{layer}.{name}.{side}": np.asarray(factor, np.float16)
        for layer in range(TOP)
        for name, both in changes[layer].items()
        for side, factor in zip("ab", both)
    }
    np.savez_compressed(ROOT / "data/safety/adapter.npz", **factors)


if __name__ == "__main__":
    main()
