# The same words serve a person and CI.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# What is read once is kept for the next process.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup gallery test check check-changed demo demo-django demo-fastapi letters booking city site lighthouse bench board new mutants act test-install soak clean

help: ## List what can be made
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 15

setup: $(VENV)/.ready ## Install everything, a browser and a database included
$(VENV)/.ready: pyproject.toml package.json scripts/setup
	@PYTHON=$(PYTHON) scripts/setup $(VENV)

gallery: setup ## Build the living style guide and serve it on http://localhost:8000
	@$(BIN)/citydesign gallery --serve

# More than the smallest machine has cores: a process often waits, for its browser most of all.
WORKERS ?= 3
BROWSERS ?= 4
test: setup check ## Run every test
	@scripts/in-memory scripts/test-branches
	@scripts/in-memory $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "not browser" \
		$$(scripts/test-branches --list | sed 's/^/--ignore=/')
	@scripts/in-memory $(BIN)/python -m pytest -n $(BROWSERS) --dist loadgroup -m browser

check: setup ## Lint, format, types, contracts and contrast: under a minute, no browser
	@$(MAKE) --no-print-directory -j2 --output-sync types others

# mypy takes one core for as long as all others take the second one.
.PHONY: types others
types:
	@$(BIN)/mypy
others:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/citydesign contracts > /dev/null
	@$(BIN)/citydesign tokens check > /dev/null
	@scripts/lint-web

BASE ?= main
check-changed: check ## Check what differs from main, in a browser too: make check-changed BASE=HEAD
	@scripts/check-changed $(BASE)

# One service, three hosts: its pages, its database and its letters are the same.
PORT ?= 5000
DAYCARE := cd examples/daycare-application && DEBUG=1 ORIGIN=http://localhost:$(PORT) ../../$(BIN)/python
demo: setup ## Apply for early childhood education on http://localhost:5000, on Flask
	@$(DAYCARE) -m flask --app flask_app run --port $(PORT)

demo-django: setup ## The same on Django
	@$(DAYCARE) -m django runserver --settings django_settings --noreload $(PORT)

demo-fastapi: setup ## The same on FastAPI
	@$(DAYCARE) -m uvicorn fastapi_app:app --port $(PORT)

letters: setup ## Print the letters about applications that are due
	@$(DAYCARE) letters.py

booking: setup ## Book an appointment on http://localhost:5001
	@$(BIN)/python -m flask --app examples/appointment-booking/app.py run --port 5001

city: setup ## Read the site of a city on http://localhost:5002
	@$(BIN)/python -m flask --app examples/city-site/app.py run --port 5002

site: setup ## Write that site as files into build/site, and say what needs a server
	@cd examples/city-site && ../../$(BIN)/citydesign build --site "app:create_app()" --out ../../build/site

lighthouse: setup ## Ask Lighthouse 12 about that site, with Node 20: a quarter of an hour, no part of make test
	@$(BIN)/python scripts/lighthouse

bench: setup ## Measure rendering, start-up, booking and navigation, ratios in one run
	@$(BIN)/python -m bench

board: setup ## Draw every component and state on one board in build/board
	@$(BIN)/python -m citydesign.gallery.board build/board

new: setup ## Begin a component: make new NAME=booking/queue-number
	@$(BIN)/citydesign new $(NAME)

mutants: setup ## Break the components on purpose and count what the checks catch
	@$(BIN)/python -m tests.mutants

CASES ?= act
act: setup ## Judge the W3C's ACT cases, axe alone beside it: make act CASES=folder
	@$(BIN)/python -m tests.act $(CASES)

test-install: setup ## Install a wheel by each line in the docs, with pip 23, 24 and the newest
	@$(BIN)/python -m tests.install

soak: setup ## Race 200 processes for one time slot
	@CITYDESIGN_SOAK=200 $(BIN)/python -m pytest tests/booking -k 200 --durations=0

clean: ## Remove what was built and installed
	rm -rf $(VENV) build dist
