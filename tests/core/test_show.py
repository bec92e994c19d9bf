"""Moving through a deck: where one lands, what is remembered, and what listeners hear."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.core.deck import Deck
from reader.core.scene import Ask, Blank, Overlay, Scene, Theme
from reader.core.show import MOST_DIGITS, Show
from tests.core.small_decks import deck_of

END = 8  # the page after the last of seven slides


def show_at(page: int, count: int = 7) -> Show:
    return Show(deck_of(count), page)


def partly_read(page: int = 1, count: int = 3, announced: int | None = None) -> Show:
    return Show(deck_of(count, complete=False, announced=announced), page)


def typed(show: Show, digits: str) -> str:
    for digit in digits:
        show.type_digit(int(digit))
    return show.scene.digits


def heard(show: Show) -> list[Scene]:
    """Every scene that is emitted from now on."""
    scenes: list[Scene] = []
    show.changed.subscribe(scenes.append)
    return scenes


# Pages


@pytest.mark.parametrize(
    ("page", "slide", "counter"),
    [
        (0, None, ""),
        (1, "Slide 1", "1 / 7"),
        (7, "Slide 7", "7 / 7"),
        (END, None, ""),
    ],
)
def test_a_page_has_its_slide_and_counter(page: int, slide: str | None, counter: str) -> None:
    scene = show_at(page).scene
    assert (scene.slide.title if scene.slide else None, scene.counter) == (slide, counter)
    assert scene.end_page == END


@pytest.mark.parametrize(("asked", "page"), [(-5, 0), (0, 0), (3, 3), (END, END), (99, END)])
def test_a_show_begins_within_its_deck(asked: int, page: int) -> None:
    assert show_at(asked).scene.page == page


@pytest.mark.parametrize(
    ("start", "by", "page"),
    [(3, 1, 4), (3, -1, 2), (0, -1, 0), (END, 1, END), (6, 5, END), (2, -9, 0)],
)
def test_a_step_stays_within_the_deck(start: int, by: int, page: int) -> None:
    show = show_at(start)
    show.step(by)
    assert show.scene.page == page


@pytest.mark.parametrize(
    ("verb", "page"), [(Show.go_to_first, 1), (Show.go_to_last, 7), (Show.go_to_end, END)]
)
def test_jumps_lead_to_the_ends(verb: Callable[[Show], None], page: int) -> None:
    show = show_at(4)
    verb(show)
    assert show.scene.page == page


@pytest.mark.parametrize(
    ("page", "at_start", "at_end"), [(0, True, False), (1, False, False), (END, False, True)]
)
def test_a_show_knows_its_edges(page: int, at_start: bool, at_end: bool) -> None:
    assert (show_at(page).at_start, show_at(page).at_end) == (at_start, at_end)


# History


def test_back_returns_from_a_jump_and_forward_undoes_it() -> None:
    show = show_at(2)
    show.go_to(5)
    show.step(1)
    show.back()
    assert show.scene.page == 2
    show.forward()
    assert show.scene.page == 6
    assert (show.can_go_back, show.can_go_forward) == (True, False)


def test_steps_and_jumps_to_the_same_page_are_not_jumps() -> None:
    show = show_at(2)
    show.step(1)
    show.go_to(3)
    assert not show.can_go_back
    show.back()
    assert show.scene.page == 3


def test_a_jump_forgets_what_lay_ahead() -> None:
    show = show_at(2)
    show.go_to(5)
    show.back()
    show.go_to(7)
    assert not show.can_go_forward
    show.back()
    assert show.scene.page == 2


def test_back_passes_over_the_page_on_screen() -> None:
    show = show_at(1)
    show.go_to(3)
    show.go_to(5)
    show.step(-2)
    assert show.can_go_back
    show.back()
    assert show.scene.page == 1
    assert not show.can_go_back


def test_back_ends_where_the_deck_ends_now() -> None:
    show = show_at(7)
    show.go_to(1)
    show.read_more(deck_of(2))
    show.back()
    assert show.scene.page == 3


# Typed numbers


@pytest.mark.parametrize(
    ("digits", "shown"),
    [("3", "3"), ("0", ""), ("007", "7"), ("10", "10"), ("100000", "10000"), ("1234567", "12345")],
)
def test_typed_digits_are_shown_as_a_number(digits: str, shown: str) -> None:
    show = show_at(1)
    assert typed(show, digits) == shown
    assert len(shown) <= MOST_DIGITS
    assert show.scene.page == 1


@pytest.mark.parametrize(
    ("digits", "page"), [("5", 5), ("05", 5), ("7", 7), ("8", 7), ("99999", 7), ("", 3), ("0", 3)]
)
def test_enter_goes_to_the_typed_slide_or_on(digits: str, page: int) -> None:
    show = show_at(2)
    typed(show, digits)
    show.enter()
    assert (show.scene.page, show.scene.digits) == (page, "")


def test_a_typed_number_is_a_jump() -> None:
    show = show_at(2)
    typed(show, "6")
    show.enter()
    show.back()
    assert show.scene.page == 2


def test_rubbing_out_takes_digits_then_pages() -> None:
    show = show_at(4)
    typed(show, "12")
    seen = []
    for _ in range(3):
        show.rub_out()
        seen.append((show.scene.digits, show.scene.page))
    assert seen == [("1", 4), ("", 4), ("", 3)]


@pytest.mark.parametrize(
    "leave", [lambda show: show.step(1), lambda show: show.go_to(6), Show.forget_digits]
)
def test_a_typed_number_is_dropped_when_one_turns_away(leave: Callable[[Show], None]) -> None:
    show = show_at(2)
    typed(show, "4")
    leave(show)
    assert show.scene.digits == ""


# Blank screens


@pytest.mark.parametrize("blank", [Blank.BLACK, Blank.WHITE])
@pytest.mark.parametrize("page", [0, 3, END])
@pytest.mark.parametrize("by", [1, -1])
def test_a_step_on_a_blank_screen_only_brings_the_picture_back(
    blank: Blank, page: int, by: int
) -> None:
    show = show_at(page)
    show.blank(blank)
    assert show.can_step(by)
    show.step(by)
    assert (show.scene.page, show.scene.blank) == (page, Blank.NONE)


def test_the_same_blank_again_brings_the_picture_back_and_the_other_replaces_it() -> None:
    show = show_at(3)
    scenes = heard(show)
    for blank in (Blank.BLACK, Blank.WHITE, Blank.WHITE):
        show.blank(blank)
    assert [scene.blank for scene in scenes] == [Blank.BLACK, Blank.WHITE, Blank.NONE]


def test_a_jump_brings_the_picture_back() -> None:
    show = show_at(3)
    show.blank(Blank.BLACK)
    show.go_to(3)
    assert show.scene.blank is Blank.NONE


# Stepping out


def test_stepping_out_leaves_one_thing_after_the_other_and_then_nothing() -> None:
    show = show_at(3)
    show.toggle_full_screen()
    show.follow("casla")
    show.toggle_overlay(Overlay.KEYS)
    show.blank(Blank.BLACK)
    typed(show, "4")
    asked: list[Ask] = []
    show.asked.subscribe(asked.append)
    scenes = heard(show)
    while show.can_step_out:
        show.step_out()
        assert len(scenes) <= 5
    show.step_out()
    states = [
        (s.digits, s.overlay is Overlay.KEYS, s.has_citations, s.source, s.blank) for s in scenes
    ]
    assert states == [
        ("", True, True, "casla", Blank.BLACK),
        ("", False, True, "casla", Blank.BLACK),
        ("", False, False, "", Blank.BLACK),
        ("", False, False, "", Blank.NONE),
        ("", False, False, "", Blank.NONE),
    ]
    assert [scene.is_full_screen for scene in scenes] == [True, True, True, True, False]
    assert {scene.page for scene in scenes} == {3}
    assert not asked


# Presenting


def test_presenting_begins_where_it_is_told_and_closes_the_key_list() -> None:
    show = show_at(4)
    show.toggle_overlay(Overlay.KEYS)
    scenes = heard(show)
    show.present(0)
    assert len(scenes) == 1
    scene = scenes[0]
    assert (scene.page, scene.is_full_screen, scene.overlay) == (0, True, Overlay.NONE)
    show.back()
    assert show.scene.page == 4


def test_presenting_from_here_keeps_the_page() -> None:
    show = show_at(4)
    show.present()
    assert (show.scene.page, show.scene.is_full_screen) == (4, True)
    assert not show.can_go_back


def test_a_second_press_of_start_does_not_restart_a_talk() -> None:
    show = show_at(4)
    show.present()
    scenes = heard(show)
    show.present(0)
    assert (show.scene.page, scenes) == (4, [])


# Citations, text and colours


def test_following_a_mark_opens_the_citations_at_its_source() -> None:
    show = show_at(3)
    show.follow("casla")
    assert (show.scene.has_citations, show.scene.source) == (True, "casla")
    show.step(1)
    assert (show.scene.has_citations, show.scene.source) == (True, "")


def test_closing_the_citations_forgets_the_source() -> None:
    show = show_at(3)
    show.follow("casla")
    show.toggle_citations()
    assert (show.scene.has_citations, show.scene.source) == (False, "")


def test_of_citations_and_receipt_only_one_is_open() -> None:
    show = show_at(3)
    show.follow("casla")
    show.toggle_receipt()
    scene = show.scene
    assert (scene.has_receipt, scene.has_citations, scene.source) == (True, False, "")
    show.follow("casla")
    assert (show.scene.has_receipt, show.scene.has_citations) == (False, True)
    show.toggle_receipt()
    show.toggle_citations()
    assert (show.scene.has_receipt, show.scene.has_citations) == (False, True)
    show.toggle_citations()
    assert not show.scene.has_panel


def test_stepping_out_closes_the_receipt_before_it_leaves_full_screen() -> None:
    show = show_at(3)
    show.toggle_full_screen()
    show.toggle_receipt()
    assert show.can_step_out
    show.step_out()
    assert (show.scene.has_receipt, show.scene.is_full_screen) == (False, True)


def test_text_and_colours_are_chosen() -> None:
    show = Show(deck_of(7), 3, full_screen=True, theme=Theme.DARK)
    assert (show.scene.is_full_screen, show.scene.theme) == (True, Theme.DARK)
    show.toggle_text()
    show.choose_theme(Theme.LIGHT)
    assert (show.scene.has_text, show.scene.theme) == (False, Theme.LIGHT)


# A deck that is still being read


@pytest.mark.parametrize(("announced", "counter"), [(None, "2 / …"), (90, "2 / 90")])
def test_the_counter_tells_no_number_that_is_not_known(announced: int | None, counter: str) -> None:
    assert partly_read(2, announced=announced).scene.counter == counter


def test_the_end_of_what_is_read_is_not_the_end_of_the_deck() -> None:
    show = partly_read(3)
    show.step(1)
    assert (show.scene.page, show.at_end) == (3, False)


def wish(show: Show, *verbs: Callable[[Show], None]) -> int:
    """The page that is seen once seven slides are read, after these verbs with three of them."""
    for verb in verbs:
        verb(show)
        assert show.scene.page <= 3
    show.read_more(deck_of(7))
    return show.scene.page


def on(show: Show) -> None:
    show.step(1)


def back(show: Show) -> None:
    show.step(-1)


def type_five(show: Show) -> None:
    show.type_digit(5)
    show.enter()


def type_fifty(show: Show) -> None:
    typed(show, "50")
    show.enter()


@pytest.mark.parametrize(
    ("start", "verbs", "page"),
    [
        (3, [], 3),
        (3, [on], 4),
        (3, [on, on, on], 6),
        (3, [on] * 9, END),
        (3, [on, on, back], 2),  # from what is seen, which may be all that is ever read
        (2, [type_five], 5),
        (2, [type_five, on], 6),
        (2, [type_fifty], 7),
        (2, [Show.go_to_last], 7),
        (3, [Show.go_to_last], 7),
        (2, [Show.go_to_end], END),
        (2, [Show.go_to_last, Show.go_to_first], 1),
        (2, [type_five, Show.back], 2),
        (6, [], 6),
        (99, [], 7),
    ],
)
def test_what_is_wished_for_is_shown_once_it_is_read(
    start: int, verbs: list[Callable[[Show], None]], page: int
) -> None:
    assert wish(partly_read(start), *verbs) == page


def test_one_can_return_from_a_wish() -> None:
    show = partly_read(3)
    assert wish(show, Show.go_to_last) == 7
    show.back()
    assert show.scene.page == 3


def test_a_wish_is_granted_once() -> None:
    show = partly_read(3)
    assert wish(show, on) == 4
    show.step(-2)
    show.read_more(deck_of(7))
    assert show.scene.page == 2


def test_a_wish_waits_until_all_is_read() -> None:
    show = partly_read(3)
    show.go_to(6)
    show.read_more(deck_of(5, complete=False))
    assert show.scene.page == 5
    show.read_more(deck_of(7))
    assert show.scene.page == 6


# Decks taken


def test_reading_again_keeps_the_place_and_the_history() -> None:
    show = show_at(2)
    show.go_to(5)
    show.toggle_citations()
    typed(show, "1")
    show.read_more(deck_of(7))
    assert (show.scene.page, show.scene.has_citations, show.scene.digits) == (5, True, "1")
    assert show.can_go_back


def test_a_deck_that_became_shorter_ends_earlier() -> None:
    show = show_at(7)
    show.read_more(deck_of(2))
    assert show.scene.page == 2, "the last slide that is left, not the credits"


def test_another_deck_has_no_history_and_no_typed_number() -> None:
    show = partly_read(2)
    show.go_to_last()
    show.back()
    typed(show, "1")
    show.open(deck_of(4), 3)
    assert (show.scene.page, show.scene.digits, len(show.scene.deck.slides)) == (3, "", 4)
    assert (show.can_go_back, show.can_go_forward) == (False, False)


def test_a_wish_for_the_old_deck_does_not_move_the_new_one() -> None:
    show = partly_read(2)
    show.go_to_last()
    show.open(deck_of(3, complete=False), 1)
    show.read_more(deck_of(7))
    assert show.scene.page == 1


def test_another_deck_is_read_up_to_the_slide_that_is_wanted() -> None:
    for wanted, page in ((5, 5), (99, 7)):
        show = show_at(1)
        show.open(deck_of(3, complete=False), wanted)
        assert show.scene.page == 3
        show.read_more(deck_of(7))
        assert show.scene.page == page


def test_another_deck_may_begin_on_its_end_page() -> None:
    show = partly_read(2)
    show.go_to_last()
    show.open(deck_of(4), 99)
    assert show.scene.page == 5


# What listeners hear

CHANGES: list[Callable[[Show], None]] = [
    lambda show: show.step(1),
    lambda show: show.go_to(6),
    Show.go_to_end,
    lambda show: show.type_digit(3),
    Show.enter,
    Show.rub_out,
    lambda show: show.blank(Blank.WHITE),
    Show.toggle_full_screen,
    lambda show: show.present(1),
    Show.toggle_citations,
    lambda show: show.toggle_overlay(Overlay.KEYS),
    Show.toggle_text,
    lambda show: show.choose_theme(Theme.DARK),
    lambda show: show.follow("casla"),
    lambda show: show.read_more(deck_of(9)),
    lambda show: show.open(deck_of(2), 2),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_told_once_and_afterwards(change: Callable[[Show], None]) -> None:
    show = show_at(3)
    scenes: list[tuple[Scene, Scene]] = []
    show.changed.subscribe(lambda scene: scenes.append((scene, show.scene)))
    before = show.scene
    change(show)
    ((told, seen),) = scenes
    assert told is seen is show.scene
    assert told != before


SAME: list[Callable[[Show], None]] = [
    lambda show: show.step(0),
    lambda show: show.go_to(3),
    lambda show: show.type_digit(0),
    Show.back,
    Show.forward,
    Show.step_out,
    Show.forget_digits,
    lambda show: show.choose_theme(Theme.SYSTEM),
    lambda show: show.read_more(show.scene.deck),
    lambda show: show.ask(Ask.OPEN),
]


@pytest.mark.parametrize("nothing", SAME)
def test_nothing_is_told_where_nothing_changed(nothing: Callable[[Show], None]) -> None:
    show = show_at(3)
    scenes = heard(show)
    nothing(show)
    assert scenes == []


@pytest.mark.parametrize("what", Ask)
def test_wishes_are_passed_on(what: Ask) -> None:
    show = show_at(3)
    asked: list[Ask] = []
    show.asked.subscribe(asked.append)
    show.ask(what)
    assert asked == [what]


@pytest.mark.parametrize("deck", [deck_of(0), deck_of(0, complete=False), deck_of(1)])
def test_the_smallest_decks_have_pages_too(deck: Deck) -> None:
    show = Show(deck, 1)
    for verb in (Show.go_to_first, Show.go_to_last, Show.go_to_end, Show.enter, Show.rub_out):
        verb(show)
        assert 0 <= show.scene.page <= show.scene.end_page
        assert show.scene.slide is None or len(deck.slides) == 1
