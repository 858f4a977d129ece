"""Lets Rasa be imported without TensorFlow, which none of Pearl's components uses.

Rasa imports TensorFlow everywhere; the stand-in answers those imports with empty shells and brings the import of
`rasa.core.agent` from 5.6 s and 522 MB to 1.9 s and 171 MB. A real TensorFlow wins, because the finder comes last.
A configured component that needs the real one is refused by name before training starts.
Standard library only: every Python of this environment loads this module.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import sys
import types
from typing import Any

ROOTS = frozenset({"tensorflow", "tensorflow_text", "tensorflow_hub", "tensorflow_probability", "keras"})
CHECKED_MODULE = "rasa.engine.validation"
# Rasa compares this version at import; it is the one that rasa 3.6.21 asks for.
VERSION = "2.12.0"


class _Shell(type):
    """A class that answers every attribute with another shell, so that annotations and base classes evaluate."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _shell(f"{cls.__name__}.{name}")

    def __or__(cls, other: Any) -> Any:
        return cls

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if not cls.__dict__.get("_is_shell"):
            return super().__call__(*args, **kwargs)
        # A decorator must give back what it decorates.
        if len(args) == 1 and callable(args[0]) and not kwargs:
            return args[0]
        return _shell(f"{cls.__name__}()")


_shells: dict[str, Any] = {}


def _shell(name: str) -> Any:
    if name not in _shells:
        body = {"_is_shell": True, "__class_getitem__": classmethod(lambda cls, item: cls)}
        _shells[name] = _Shell(name, (), body)
    return _shells[name]


class StandInModule(types.ModuleType):
    """A module of which every attribute exists and none does anything."""

    __version__ = VERSION

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _shell(f"{self.__name__}.{name}")


class StandInFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds TensorFlow's modules when nobody else did."""

    def find_spec(self, name: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        root = name.partition(".")[0]
        if root not in ROOTS or (name != root and not isinstance(sys.modules.get(root), StandInModule)):
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        module = StandInModule(spec.name)
        module.__path__ = []
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        """Nothing to run: the shells answer by themselves."""


class ValidationFinder(importlib.abc.MetaPathFinder):
    """Extends Rasa's own check of a configuration, once, when Rasa loads it."""

    def find_spec(self, name: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if name != CHECKED_MODULE:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def load_and_extend(module: Any) -> None:
                load(module)
                _extend(module)

            setattr(spec.loader, "exec_module", load_and_extend)
        return spec


def _extend(validation: Any) -> None:
    required_packages = validation._validate_required_packages

    def check(node: Any) -> None:
        required_packages(node)
        if needs_tensorflow(node.uses):
            raise validation.GraphSchemaValidationException(
                f"'{node.uses.__name__}' needs TensorFlow, which Pearl leaves out. Take it out of config.yml, "
                f"or install it: .uv/bin/uv pip install --python .venv/bin/python 'tensorflow=={VERSION}'."
            )

    validation._validate_required_packages = check


def needs_tensorflow(component: type) -> bool:
    """Whether a component, or one of its bases, comes from a module that imported a stand-in."""
    modules = (sys.modules.get(base.__module__) for base in component.__mro__)
    return any(isinstance(value, StandInModule) for module in modules if module for value in vars(module).values())


def install() -> None:
    """Put both finders in place; a second call changes nothing."""
    if any(isinstance(finder, StandInFinder) for finder in sys.meta_path):
        return
    sys.meta_path.append(StandInFinder())
    sys.meta_path.insert(0, ValidationFinder())
