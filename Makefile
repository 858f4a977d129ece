# Pearl's commands. `make help` lists them; each sets up what it needs and does nothing twice.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# A shim named python3.10 may fail, so every candidate has to prove itself.
PY310 ?= $(shell for p in python3.10 $$(ls -d $${PYENV_ROOT:-$$HOME/.pyenv}/versions/3.10.*/bin/python3.10 2>/dev/null | sort -rV) \
	/opt/python/cp310-cp310/bin/python3.10 /usr/local/bin/python3.10; do \
	"$$p" -c 'import sys,venv,ssl,sqlite3,ctypes; assert sys.version_info[:2]==(3,10); print(sys.executable)' 2>/dev/null && break; done)
UV := .uv/bin/uv
PEARL := .venv/bin/pearl
INSTALLED := .venv/.installed
# How many processes run the tests.
WORKERS ?= 2

.PHONY: help run test train check bench endurance setup lock browser

help: ## list these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

run: setup ## set everything up, train if needed, and start Pearl
	@exec $(PEARL) serve --prepare

test: setup browser ## set everything up and run every test
	@.venv/bin/python -m pytest -n $(WORKERS) --dist loadgroup --no-loadscope-reorder

train: setup ## train the model on the published phrasings
	@$(PEARL) train --load

check: setup ## lint, types, YAML and the library
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/yamllint --strict .
	@$(PEARL) library check

bench: setup ## the benchmarks; BENCH_DATA names a folder with public data sets
	@.venv/bin/python benchmarks/run.py

endurance: setup browser ## the fault and load tests at full count
	@PEARL_ENDURANCE=1 .venv/bin/python -m pytest -m "fault or not fault" tests/faults tests/telegram

setup: $(INSTALLED)

lock: $(UV) ## write requirements.txt anew from pyproject.toml
	@$(UV) pip compile -q --python "$(PY310)" --generate-hashes --no-header --extra dev \
		--override overrides.txt pyproject.toml -o requirements.txt

# The mark is written last: an interrupted set-up is taken up again by the next command.
$(INSTALLED): requirements.txt local.txt pyproject.toml Makefile | $(UV)
	@scripts/install "$(UV)" "$(PY310)"

$(UV):
	@scripts/install-uv "$(PY310)"

browser:
	@scripts/install-browser
