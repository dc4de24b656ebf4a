# The commands of this house. Nothing has to be installed first but Python >= 3.11 and make
# (Node >= 20.19 is used where the machine has one). See docs/how-to/run.md.
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 8000
DATA ?= var
HERE := .venv/bin
# How many processes the tests run in; each has a database of its own.
TESTERS ?= auto
# With a seed the tests run in a random order, the same for the same seed: make test ORDER=7
ORDER ?=
ONLY ?=
# The tests that belong to the checks; empty where the whole suite runs anyway.
CHECKED ?= docs or card or add_an_area or playbook or scope_tables
export PORT DATA
# The suite starts hundreds of processes: none should compile again what another compiled.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test soak bench check docs setup
.DEFAULT_GOAL := run

setup:
	@$(PYTHON) tools/prepare.py

run:
	@$(PYTHON) tools/prepare.py --to-run
	@exec $(HERE)/python -m lianfang run

test: setup
	@CHROMIUM="$$($(HERE)/python tools/browser/find.py)" && export CHROMIUM && \
	exec $(HERE)/python -m pytest --numprocesses $(TESTERS) --dist loadgroup $(if $(ORDER),--order "$(ORDER)")

# What is heavy by nature: each such test has a small sister in `make test`. Only the files that say so are read.
soak: setup
	@CHROMIUM="$$($(HERE)/python tools/browser/find.py)" && export CHROMIUM && \
	exec $(HERE)/python -m pytest -m soak -rP --numprocesses $(TESTERS) --dist loadgroup \
	  $$(grep -rl --include='test_*.py' 'mark\.soak' lianfang tests)

# ONLY=entry, declared, sheets, find, pages, paper or press measures that part by itself.
bench: setup
	@exec $(HERE)/python -m lianfang.bench $(if $(ONLY),--only $(ONLY))

check: setup
	$(HERE)/ruff check .
	$(HERE)/ruff format --check .
	$(HERE)/mypy
	$(HERE)/lint-imports
	$(HERE)/python -m lianfang words check
	@$(PYTHON) tools/prepare.py --script check
	@$(MAKE) --no-print-directory docs
	$(if $(CHECKED),$(HERE)/python -m pytest -q tests/house -k "$(CHECKED)")

# Every link is looked at, and what is generated is generated again; fetches nothing.
docs: setup
	NO_MKDOCS_2_WARNING=1 $(HERE)/mkdocs build --quiet --strict
