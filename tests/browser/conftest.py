"""A real browser with the report's page in it, and no way to the network."""

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

from ocds_sv.report import FORMATS

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge", "microsoft-edge")
# No sandbox: in a container there is none to be had. The rest keeps the browser itself from calling home.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser():
    """Chromium; OCDS_SV_BROWSER names another one."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: run tox -e browser")
    path = os.environ.get("OCDS_SV_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium here: install Debian's chromium, or name a browser in OCDS_SV_BROWSER")
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def reports():
    """The reports of the renderings' own tests."""
    place = Path(__file__).parents[1] / "report/reports.py"
    spec = importlib.util.spec_from_file_location("reports_for_the_browser", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def address(reports, tmp_path_factory):
    """The page as a file, as somebody gets it by mail."""
    path = tmp_path_factory.mktemp("page") / "rapport från mars.html"
    path.write_bytes(FORMATS["html"].render(reports.made(), "sv"))
    return path.as_uri()


@pytest.fixture
def page(browser, address):
    """The page, opened; whatever it asks the network for, and every dialog and complaint, fails the test."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    opened = context.new_page()
    wrong = []
    opened.on("request", lambda request: wrong.append(request.url) if request.url != address else None)
    opened.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    opened.on("console", lambda message: wrong.append(message.text))
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.goto(address)
    yield opened
    context.close()
    assert not wrong
