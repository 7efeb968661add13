# The portal on one machine. `make demo` to try it, `make test` to test it; nothing is installed system-wide.
#
#   make demo   HOST=127.0.0.1 PORT=8000 RESET=1 (begin anew)     make lint
#   make test   ARGS="tests/core -x" WORKERS=2                    make bench ARGS="…"
#   make messages (gather and compile translations)               make lock (resolve requirements anew)
#   make documents (renew the generated parts of README and docs)
#   make setup (only install)                                     make clean (remove .venv and var/)

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
RESET ?=
WORKERS ?= 2
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
export PYTHONPATH := $(CURDIR)

# Installers want a cache: the user's own, or one below var/ where there is no home to write to.
ifeq ($(shell test -n "$$HOME" -a -w "$$HOME" && echo yes),)
export UV_CACHE_DIR ?= $(CURDIR)/var/cache/uv
export PIP_CACHE_DIR ?= $(CURDIR)/var/cache/pip
endif

# Python of the machine: said in one line when it is too old or cannot make a virtual environment.
define CHECK_PYTHON
command -v $(PYTHON) >/dev/null || { echo "python3 is missing: install Python 3.11 or newer (apt install python3 python3-venv)."; exit 1; }; \
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed, this is $$($(PYTHON) -V 2>&1): name a newer one with PYTHON=python3.11."; exit 1; }; \
$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "python3-venv is missing: apt install python3-venv."; exit 1; }
endef

.PHONY: help setup demo test lint bench messages documents lock clean

help:
	@sed -n 's/^#   //p' Makefile

# One stamp per set of requirements, inside the environment, so that a new environment starts without any.
$(VENV)/.have-uv: requirements/setup.txt
	@$(CHECK_PYTHON)
	@test -x $(BIN)/python || { echo "Making .venv"; $(PYTHON) -m venv $(VENV) || { echo "The virtual environment could not be made."; rm -rf $(VENV); exit 1; }; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/setup.txt
	@touch $@

# The development set contains the demo's: an environment that has it needs nothing for a demo.
$(VENV)/.have-demo: $(VENV)/.have-uv requirements/demo.txt
	@if [ -e $(VENV)/.have-dev ]; then $(MAKE) --no-print-directory $(VENV)/.have-dev; else \
	echo "Installing what the demo needs"; $(BIN)/uv pip install --quiet --require-hashes --python $(BIN)/python -r requirements/demo.txt; fi
	@touch $@

$(VENV)/.have-dev: $(VENV)/.have-uv requirements/dev.txt
	@echo "Installing what tests and lint need"
	@$(BIN)/uv pip install --quiet --require-hashes --python $(BIN)/python -r requirements/dev.txt
	@touch $@

$(VENV)/.have-bench: $(VENV)/.have-dev requirements/bench.txt
	@echo "Installing what the benchmarks compare with"
	@$(BIN)/uv pip install --quiet --require-hashes --python $(BIN)/python -r requirements/bench.txt
	@touch $@

setup: $(VENV)/.have-dev

demo: $(VENV)/.have-demo
	@HOST="$(HOST)" PORT="$(PORT)" RESET="$(RESET)" exec $(BIN)/python -m ops.supervisor

test: $(VENV)/.have-dev
	@exec $(BIN)/python -m ops.testing -- $(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

lint: $(VENV)/.have-dev
	@exec $(BIN)/python -m ops.lint $(ARGS)

bench: $(VENV)/.have-bench
	@exec $(BIN)/python -m ops.testing -- $(BIN)/python -m tests.bench $(ARGS)

messages: $(VENV)/.have-dev
	@exec $(BIN)/python -m ops.translations update

documents: $(VENV)/.have-dev
	@$(BIN)/python -m ops.documents

LOCK = $(BIN)/uv pip compile --quiet --upgrade --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate
lock: $(VENV)/.have-uv
	$(LOCK) requirements/setup.in -o requirements/setup.txt
	$(LOCK) requirements/runtime.in -o requirements.txt
	$(LOCK) -c requirements.txt requirements/demo.in -o requirements/demo.txt
	$(LOCK) -c requirements/demo.txt requirements/dev.in -o requirements/dev.txt
	$(LOCK) -c requirements/dev.txt requirements/bench.in -o requirements/bench.txt

clean:
	@test ! -x $(BIN)/python || $(BIN)/python -m ops.embedded remove
	rm -rf $(VENV) var
