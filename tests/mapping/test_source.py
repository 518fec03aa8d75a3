"""The Python source that functions are made from: safe texts, one evaluation, tracebacks that show it."""

import traceback

import pytest

from ocds_sv.mapping.source import Compiled, Source, first, guarded, joined

AWKWARD = ["'", '"', "\\", "{", "}", "{x}", "\n", "'''", '"""', "å", "\N{RIGHT-TO-LEFT OVERRIDE}", "s[0]", "\0"]


@pytest.mark.parametrize("text", AWKWARD)
def test_a_text_of_the_mapping_is_a_text_whatever_it_holds(text):
    source = Source()

    assert source.expression(source.bind(text, "constant"))([]) == text
    assert source.expression(joined(source, [text, Compiled("s[0]", content=True), text]))(["x"]) == f"{text}x{text}"


def test_anything_else_is_named_not_written():
    source = Source()
    thing = [1]

    assert source.expression(source.bind(thing, "thing"))([]) is thing


def test_the_first_that_is_not_empty_is_asked_for_once_and_the_rest_not_at_all():
    source = Source()
    asked = []

    def ask(slots, place):
        asked.append(place)
        return slots[place]

    name = source.bind(ask, "ask")
    read = source.expression(first(source, [f"{name}(s, {place})" for place in range(3)]))

    assert read([None, "", "later"]) == ""
    assert asked == [0, 1]


def test_nothing_is_handed_on_for_nothing():
    source = Source()
    local = source.local()

    read = source.expression(guarded(local, "s[0]", f"{local} + 1"))

    assert (read([None]), read([1])) == (None, 2)


def test_a_traceback_shows_the_line_that_was_made():
    source = Source()

    with pytest.raises(ZeroDivisionError) as raised:
        source.expression("1 / s[0]")([0])

    assert "return 1 / s[0]" in "".join(traceback.format_exception(raised.value))


def test_a_function_is_compiled_when_it_is_called_first_and_not_again():
    source = Source()
    broken, whole = source.function(["return ("]), source.function(["return s[0]"])
    waiting = whole.__code__

    assert (whole(["x"]), whole(["y"])) == ("x", "y")
    compiled = whole.__code__
    assert compiled is not waiting
    assert (whole(["z"]), whole.__code__) == ("z", compiled)
    with pytest.raises(SyntaxError):
        broken([])
