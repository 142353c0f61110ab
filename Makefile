# The three commands of the README, and what they stand on: an environment of their own in .venv.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo serve test env lint types unit suite score wheel

demo: $(READY) ## Judge the reference server by every story, over a real socket
	@$(BIN)/accord verify --json report.json --junit report.xml

serve: $(READY) ## Start the reference server and stay
	@$(BIN)/accord serve

test: lint types unit suite score wheel ## All that CI runs
	@echo "All of Accord's own checks passed."

env: $(READY)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Accord needs Python 3.11 or newer; say which with: make PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -m venv .venv \
	  || { echo "Python cannot make a virtual environment; on Debian: apt-get install python3-venv"; exit 1; }
	@echo "Installing Accord into .venv ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/yamllint --strict openapi.yaml scenarios mock_server/seeds contract_tests/casts
	$(BIN)/accord lint

types: $(READY)
	$(BIN)/mypy

unit: $(READY)
	$(BIN)/pytest -n 2 --cov --cov-report=term:skip-covered

suite: $(READY)
	$(BIN)/accord verify --json report.json --junit report.xml

score: $(READY)
	$(BIN)/accord verify --score

wheel: $(READY)
	$(BIN)/python -m contract_tests.tests.wheel_away_from_checkout
