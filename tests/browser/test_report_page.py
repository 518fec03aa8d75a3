"""The report's page in a real browser: accessible in every state, usable by keyboard, silent, and fit for paper."""

import itertools

import pytest

pytestmark = pytest.mark.browser

STATES = list(itertools.product(("sv", "en"), ("publisher", "user"), ("light", "dark")))
OPEN = "document.querySelectorAll('details').forEach(one => one.open = true)"
# What takes part in the tab order: of a group of radio buttons the chosen one.
REACHABLE = """() => [...document.querySelectorAll('a[href], summary, input:checked, [tabindex="0"]')]
    .filter(one => one.checkVisibility({contentVisibilityAuto: true})).length"""
FOCUSED = """() => { const at = document.activeElement;
    if (at === document.body) return null;
    return [[...document.querySelectorAll('*')].indexOf(at), at.tagName]; }"""


def choose(page, **state):
    for group, value in state.items():
        page.check(f"#{group}-{value}")


@pytest.mark.parametrize(("lang", "view", "theme"), STATES)
def test_axe_finds_nothing(page, lang, view, theme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    choose(page, lang=lang, view=view, theme=theme)
    page.evaluate(OPEN)

    found = axe.Axe().run(page).response

    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []
    assert {"color-contrast", "html-has-lang", "label"} <= {one["id"] for one in found["passes"]}


def test_axe_can_find_something(page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.evaluate("document.documentElement.removeAttribute('lang')")

    assert [one["id"] for one in axe.Axe().run(page).response["violations"]] == ["html-has-lang"]


@pytest.mark.parametrize("view", ["publisher", "user"])
def test_the_keyboard_reaches_every_control(page, view):
    choose(page, view=view)
    wanted = page.evaluate(REACHABLE)
    page.focus("#lang-sv")
    page.keyboard.press("Shift+Tab")
    seen = []
    for _ in range(wanted + 5):
        at = page.evaluate(FOCUSED)
        page.keyboard.press("Tab")
        if at is None or at in seen:
            break
        seen.append(at)

    assert len(seen) == wanted > 10


def test_the_keyboard_switches_language_view_and_theme_and_opens_a_rule(page):
    page.focus("#lang-sv")
    page.keyboard.press("ArrowRight")
    assert page.is_checked("#lang-en")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.is_checked("#view-user")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.is_checked("#theme-light")
    closed = "section:not(.user) details:not(.rule) >> nth=0"
    page.focus(f"{closed} >> summary")
    page.keyboard.press("Enter")
    assert page.locator(closed).get_attribute("open") is not None


def test_focus_is_seen(page):
    page.focus("#lang-sv")
    page.keyboard.press("ArrowRight")

    assert page.evaluate("getComputedStyle(document.querySelector('#lang-en + span')).outlineStyle") == "solid"


@pytest.mark.parametrize(
    ("lang", "shown", "hidden"), [("sv", "Inte godtagbar", "Not"), ("en", "Not acceptable", "Inte")]
)
def test_one_language_is_shown(page, lang, shown, hidden):
    choose(page, lang=lang)

    assert page.inner_text(".verdict h2").strip() == shown
    assert hidden not in page.inner_text(".verdict h2")
    assert page.locator(f"main span[lang={'en' if lang == 'sv' else 'sv'}]:visible").count() == 0


def test_publishers_see_what_to_mend_and_users_what_the_data_can_answer(page):
    assert page.is_visible("#h-findings")
    assert not page.is_visible("#h-limits")
    choose(page, view="user")
    assert page.is_visible("#h-limits")
    assert page.is_visible("#h-use")
    assert not page.is_visible("#h-findings")


def test_the_theme_follows_the_system_until_it_is_chosen(page):
    def ground():
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    page.emulate_media(color_scheme="light")
    light = ground()
    page.emulate_media(color_scheme="dark")
    dark = ground()
    assert light != dark
    choose(page, theme="light")
    assert ground() == light
    page.emulate_media(color_scheme="light")
    choose(page, theme="dark")
    assert ground() == dark


@pytest.mark.parametrize("width", [320, 390, 768, 1600])
@pytest.mark.parametrize("view", ["publisher", "user"])
def test_nothing_has_to_be_scrolled_sideways(page, width, view):
    page.set_viewport_size({"width": width, "height": 800})
    choose(page, view=view)
    page.evaluate(OPEN)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_paper_is_light_shows_what_is_folded_and_no_switches(page):
    choose(page, theme="dark")
    page.emulate_media(media="print")

    assert not page.is_visible(".controls")
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "light"
    folded = "document.querySelector('details:not([open]) table, details:not([open]) ul, details:not([open]) .inside')"
    assert page.evaluate(f"{folded}.checkVisibility({{contentVisibilityAuto: true}})")
    assert page.evaluate(f"{folded}.getBoundingClientRect().height") > 0


def test_names_are_shown_as_they_are(page, reports):
    page.evaluate(OPEN)

    assert "<img src=x onerror=alert(1)>" in page.inner_text("#main")
    assert page.locator("img").count() == 0
    assert "alert" in reports.HOSTILE


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_huge_report_opens(page, reports, tmp_path, lang):
    from ocds_sv.report import FORMATS

    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.set_content(FORMATS["html"].render(reports.huge(), lang).decode())

    assert axe.Axe().run(page).violations_count == 0
    assert page.is_visible("#h-findings")
