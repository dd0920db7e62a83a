# make demo | test | check | soak | bench | bench-large | reference. Everything is installed into .venv from a bare Python 3.11.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.PHONY: demo test check soak bench bench-large reference parts clean

demo: .venv/run
	@exec $(BIN)/python -m examples.demo --port $(PORT)

test: .venv/test parts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/python -m pytest

check: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/unit tests/contract tests/test_architecture.py tests/test_registry.py

soak: .venv/test
	OPENHUB_MODEL_EXAMPLES=200000 $(BIN)/python -m pytest tests/model --ignore tests/model/test_real_feed_model.py
	OPENHUB_MODEL_EXAMPLES=120000 $(BIN)/python -m pytest tests/model/test_real_feed_model.py
	OPENHUB_BAD_INPUTS=12000 $(BIN)/python -m pytest tests/property tests/hostile/test_mutated_pages.py tests/hostile/test_mutated_answers.py
	OPENHUB_RACE_TRANSACTIONS=400 OPENHUB_RACE_RUNS=3 OPENHUB_KILLS=200 $(BIN)/python -m pytest tests/publish/test_race.py tests/publish/test_killed.py tests/harvest/test_killed.py
	OPENHUB_SEARCHES=5000 $(BIN)/python -m pytest tests/contract/test_store.py -k every_question
	OPENHUB_EVERY_VECTOR=1 $(BIN)/python -m pytest tests/conformance/test_postgres.py
	OPENHUB_HOSTILE_SEARCHES=100000 OPENHUB_HOSTILE_PARAMETERS=10000 $(BIN)/python -m pytest tests/hostile/test_searches.py

bench: .venv/test
	$(BIN)/python -m benchmarks

bench-large: .venv/test
	$(BIN)/python -m benchmarks --only large

reference: .venv/test
	$(BIN)/python -m docs.generate_all
	$(BIN)/python -m docs.reference
	$(BIN)/python -m docs.spreadsheets

parts:
	@sh tests/parts.sh

.venv/run: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what OpenHub needs into .venv …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

.venv/test: .venv/run
	@echo "Installing what its tests need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade --constraint constraints.txt "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --group test
	@touch $@

clean:
	rm -rf .venv .demo
