# Everything a person or CI does here. `make` alone prints this list.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
UV_VERSION := 0.13.9
UV := $(shell command -v uv 2>/dev/null || echo .tools/uv/bin/uv)
BIN := .venv/bin
ARGS ?=
export UV_PYTHON_DOWNLOADS := never

.PHONY: help
help: ## Print this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

.PHONY: setup
setup: .venv/.ready ## Make the environment: afterwards .venv/bin/frontdesk exists

.tools/uv/bin/uv:
	@echo "uv is not installed; putting version $(UV_VERSION) into .tools/ for this project alone"
	@$(PYTHON) -m venv .tools/uv
	@.tools/uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/.ready: requirements.lock pyproject.toml | $(filter .tools/uv/bin/uv,$(UV))
	@[ -x $(BIN)/python ] || $(UV) venv --quiet --python $(PYTHON) .venv
	@$(UV) pip sync --quiet --python $(BIN)/python --require-hashes --compile-bytecode requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@$(BIN)/python -m compileall -q src
	@touch $@

.PHONY: demo
demo: setup ## A lead's chat becomes a booking, then keep serving (ARGS=--once: exit after the conversation)
	@$(BIN)/frontdesk demo $(ARGS)

.PHONY: chat
chat: setup ## Talk to the assistant in the terminal, on the demo account
	@$(BIN)/frontdesk demo --chat $(ARGS)

.PHONY: test
test: setup ## The whole test suite
	@$(BIN)/python -m pytest -n auto $(ARGS)

.PHONY: check
check: setup ## Everything but the tests: lint, format, types, import rules, documentation
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m pytest -q tests/docs

.PHONY: fix
fix: setup ## Mend what lint and format can mend by themselves
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

.PHONY: conversations
conversations: setup ## Hold the conversations of the tests again and write down how they go now; review the difference
	@UPDATE_CONVERSATIONS=1 $(BIN)/python -m pytest -q tests/assistant/test_conversations.py

.PHONY: bench
bench: setup ## Measure the hot paths
	@$(BIN)/python -m bench $(ARGS)

.PHONY: evals
evals: setup ## Score reading, intents and live dialogues on labelled data (EVALS=folder with the files)
	@[ -n "$(EVALS)" ] || { echo "Name the folder with the data: make evals EVALS=folder (docs/evals.md)"; exit 2; }
	@$(BIN)/frontdesk eval datetime $(EVALS)/datetime_dev.jsonl --anchors $(ARGS)
	@$(BIN)/frontdesk eval intents $(EVALS)/intents_dev.jsonl $(ARGS)
	@$(BIN)/frontdesk eval dialogues $(EVALS)/dialogues_dev.jsonl --anchors $(ARGS)

.PHONY: messages
messages: setup ## Bring the catalogues of messages up to date with the pages, and say what lacks a translation
	@$(BIN)/python -m scripts.messages

.PHONY: vendor
vendor: setup ## Fetch the pages' libraries anew from npm, in the versions that scripts/vendor.py names
	@$(BIN)/python -m scripts.vendor

.PHONY: screenshots
screenshots: setup ## A picture of every page, light and dark, desktop and phone, in build/screenshots (ARGS=--docs: the docs' own)
	@$(BIN)/python -m scripts.screenshots $(ARGS)

.PHONY: lock
lock: $(filter .tools/uv/bin/uv,$(UV)) ## Resolve the dependencies into requirements.lock (ARGS=--upgrade: all of them anew)
	@$(UV) pip compile --quiet $(ARGS) --universal --python-version 3.11 --generate-hashes --no-annotate \
	  --no-header --group dev pyproject.toml -o requirements.lock

.PHONY: clean
clean: ## Remove the environment and caches (the data folder stays)
	@rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
