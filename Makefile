# Two commands do all: `make run` opens the window on the sample workspace, `make test` runs every check and test.
# Both set everything up first; once that is done, they start at once. Knobs:
#   PYTHON=python3.12     the interpreter that .venv is made with
#   WORKERS=2             processes that `make test` spreads the tests on
#   PYTEST_ARGS="-k lock" more arguments for pytest
#   CADENZA_NO_APT=1      never call apt-get
SHELL = /bin/sh
PYTHON ?=
WORKERS ?= 2
PYTEST_ARGS ?=
export PYTHON

BIN = .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup run test check cover bench shots clean

help:
	@echo "make setup   make .venv and install everything that Cadenza needs"
	@echo "make run     open the window on the sample workspace"
	@echo "make test    every check and every test, without a screen"
	@echo "make check   ruff, mypy, import-linter"
	@echo "make cover   prove that tests reach every line and branch of the rules, actions and engine"
	@echo "make bench   measure speed and size"
	@echo "make shots   write screenshots of every tab in both themes to build/shots/"
	@echo "make clean   remove all that the other targets made, .venv aside"

setup: .venv/python.stamp .venv/libraries.stamp

.venv/python.stamp: pyproject.toml constraints.txt tools/setup.sh
	@sh tools/setup.sh venv
	@touch $@

# The script writes this stamp itself, and only when nothing is missing: until then each call tells what is.
.venv/libraries.stamp: .venv/python.stamp tools/qt_libraries.py
	@sh tools/setup.sh libraries

run: setup
	@$(BIN)/cadenza

check: setup
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n $(WORKERS) $(PYTEST_ARGS)

# By the tests that say what the rules are; those of the window and of files would reach lines without proving them.
cover: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n $(WORKERS) tests/core/actions tests/core/engine \
		tests/core/rules tests/conformance tests/golden --cov=core.actions --cov=core.engine --cov=core.rules \
		--cov-branch --cov-report=term-missing --cov-fail-under=100 $(PYTEST_ARGS)

bench: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest tests/benchmarks -s -p no:randomly --timeout 1800 $(PYTEST_ARGS)

shots: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python tools/shots.py

clean:
	rm -rf build dist *.egg-info htmlcov .coverage .coverage.* .benchmarks .hypothesis
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find core gui resources tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
