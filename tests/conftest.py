"""What tests share: the audit's browser, one for each process, and its count at the end."""

import json

import pytest

PACE = pytest.StashKey()


@pytest.fixture(scope="session")
def audit(request):
    """A browser with proved checks; see `citydesign.audit.session.Session`."""
    from citydesign.audit.session import Session

    with Session() as session:
        yield session
    tally = [session.checks, session.subjects, session.seconds]
    if hasattr(request.config, "workeroutput"):
        request.config.workeroutput["audit"] = json.dumps(tally)
    else:
        request.config.stash[PACE] = [tally]


def pytest_configure(config):
    config.stash[PACE] = []


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    if "audit" in getattr(node, "workeroutput", {}):
        node.config.stash[PACE].append(json.loads(node.workeroutput["audit"]))


def pytest_terminal_summary(terminalreporter, config):
    tallies = config.stash[PACE]
    if tallies and any(seconds for _, _, seconds in tallies):
        checks = sum(tally[0] for tally in tallies)
        pages = sum(tally[1] for tally in tallies)
        longest = max(tally[2] for tally in tallies)
        terminalreporter.write_line(
            f"audit: {checks} checks of {pages} pages in {longest:.0f} s on {len(tallies)} "
            f"processes: {60 * checks / longest:.0f} checks a minute"
        )
