"""What a presenter does: what it changes, and what it leaves alone."""

from __future__ import annotations

from reader.core.deck import Deck
from reader.core.ink import Spot, Stroke
from reader.core.scene import Blank, ConsoleLayout, Overlay, Scene, Tool
from reader.core.screens import Desk, ScreenInfo
from reader.core.sending import Sent
from reader.core.show import Show
from tests.core.small_decks import deck_of, deck_of_slides

LAPTOP = ScreenInfo("eDP-1", is_builtin=True, is_primary=True)
PROJECTOR = ScreenInfo("HDMI-1")
BOTH = Desk((LAPTOP, PROJECTOR))
ONE = Desk((LAPTOP,))
PICTURES = deck_of_slides(
    *({"title": f"Slide {n}", "image": {"file": "assets/dot.png"}} for n in (1, 2, 3))
)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.moment = 100.0

    def __call__(self) -> float:
        return self.moment


def presenting(desk: Desk = BOTH, page: int = 2, deck: Deck | None = None) -> tuple[Show, Clock]:
    clock = Clock()
    show = Show(deck or deck_of(7), page, now=clock)
    show.podium.take_desk(desk)
    show.present()
    return show, clock


def heard(show: Show) -> list[Scene]:
    scenes: list[Scene] = []
    show.changed.subscribe(scenes.append)
    return scenes


# Beginning and ending


def test_a_show_begins_once_and_on_two_screens_has_a_console() -> None:
    show, _ = presenting()
    scenes = heard(show)
    show.present(0)
    assert not scenes
    assert show.scene.staging.has_console
    assert show.scene.is_full_screen
    assert show.scene.staging.arrangement.audience == "HDMI-1"


def test_on_one_screen_a_show_fills_it_and_keeps_the_notes_to_itself() -> None:
    show, _ = presenting(ONE)
    scenes = [show.scene]
    show.changed.subscribe(scenes.append)
    show.podium.toggle_console()
    show.podium.toggle_console()
    assert [scene.staging.has_console for scene in scenes] == [False, True, False]
    assert [scene.is_full_screen for scene in scenes] == [True, False, True]


def test_the_console_begins_a_show_where_there_is_none() -> None:
    show = Show(deck_of(3), 2)
    show.podium.take_desk(ONE)
    scenes = heard(show)
    show.podium.toggle_console()
    assert len(scenes) == 1
    assert scenes[0].staging.has_console
    assert scenes[0].page == 2


def test_ending_leaves_the_slide_and_the_ink_and_takes_everything_else_away() -> None:
    show, _ = presenting()
    podium = show.podium
    stroke = Stroke(2, (Spot(0, 0), Spot(1, 1)))
    podium.draw(stroke)
    podium.take_tool(Tool.PEN)
    podium.toggle_frozen()
    podium.send(Sent("Source 1", "A report"))
    podium.toggle_auto()
    show.blank(Blank.BLACK)
    podium.end()
    scene = show.scene
    assert (scene.page, scene.blank, scene.is_full_screen) == (2, Blank.NONE, False)
    staging = scene.staging
    assert staging.ink == (stroke,)
    is_over = (staging.is_on, staging.is_auto, staging.sent, staging.has_console)
    assert is_over == (False, False, None, False)
    assert (staging.tool, staging.frozen) == (Tool.NONE, None)


def test_stepping_out_of_a_show_ends_it_last() -> None:
    show, _ = presenting(deck=PICTURES)
    show.podium.take_tool(Tool.LASER)
    show.podium.toggle_frozen()
    show.lens.zoom_by(1)
    show.toggle_overlay(Overlay.OVERVIEW)
    steps = 0
    while show.can_step_out:
        assert show.scene.staging.is_on
        show.step_out()
        steps += 1
    assert steps == 5
    assert not show.scene.staging.is_on


# Screens that come and go


def test_pulling_and_plugging_the_projector_loses_nothing() -> None:
    show, clock = presenting(page=3)
    show.step(1)
    clock.moment += 30
    before = show.scene
    show.podium.take_desk(ONE)
    assert show.scene.staging.arrangement.audience is None
    assert show.scene.staging.arrangement.console == "eDP-1"
    show.podium.take_desk(BOTH)
    assert show.scene == before
    assert show.scene.staging.timer.elapsed(clock()) == 30


def test_a_projector_that_comes_during_the_show_gets_the_slides() -> None:
    show, _ = presenting(ONE)
    show.podium.take_desk(BOTH)
    assert show.scene.staging.arrangement == ("HDMI-1", "eDP-1", True)


def test_all_screens_pulled_at_once_change_nothing_until_one_is_back() -> None:
    show, _ = presenting()
    before = show.scene.staging.arrangement
    show.podium.take_desk(Desk())
    assert show.scene.staging.arrangement == before
    show.podium.take_desk(Desk((PROJECTOR,)))
    assert show.scene.staging.arrangement.console is None


def test_mirrored_screens_close_the_console_and_keep_it_closed() -> None:
    show, _ = presenting()
    show.podium.take_desk(BOTH._replace(is_mirrored=True))
    assert not show.scene.staging.has_console
    assert not show.podium.can_have_console
    scenes = heard(show)
    show.podium.toggle_console()
    assert not scenes


def test_swapping_exchanges_the_screens_and_is_not_for_one() -> None:
    show, _ = presenting()
    show.podium.swap()
    assert show.scene.staging.arrangement == ("eDP-1", "HDMI-1", True)
    show.podium.swap()
    assert show.scene.staging.arrangement == ("HDMI-1", "eDP-1", True)
    show, _ = presenting(ONE)
    assert not show.podium.can_swap


def test_the_last_slide_holds_and_the_credits_have_their_own_key() -> None:
    show, _ = presenting(page=6)
    show.step(1)
    assert not show.can_step(1)
    scenes = heard(show)
    show.step(1)
    assert not scenes
    show.go_to_end()
    assert show.at_end
    show.step(-1)
    show.podium.end()
    show.step(1)
    assert show.at_end


def test_a_step_on_the_last_slide_brings_it_back_from_black() -> None:
    show, _ = presenting(page=7)
    show.blank(Blank.BLACK)
    assert show.can_step(1)
    show.step(1)
    assert (show.scene.page, show.scene.blank) == (7, Blank.NONE)


# What the audience sees


def test_frozen_the_audience_stays_while_the_presenter_moves_on() -> None:
    show, _ = presenting(page=3)
    show.podium.toggle_frozen()
    show.step(1)
    show.step(1)
    assert (show.scene.page, show.scene.for_audience.page) == (5, 3)
    show.podium.toggle_frozen()
    assert show.scene.for_audience.page == 5


def test_frozen_the_audience_keeps_what_it_sees_of_the_picture() -> None:
    show, _ = presenting(deck=PICTURES)
    show.lens.zoom_by(1)
    seen = show.scene.zoom
    show.podium.toggle_frozen()
    show.lens.zoom_by(1)
    assert show.scene.for_audience.zoom == seen != show.scene.zoom
    show.step(1)
    audience = show.scene.for_audience
    assert (audience.page, audience.zoom) == (show.scene.page - 1, seen)
    show.podium.toggle_frozen()
    assert show.scene.for_audience.zoom is None


def test_frozen_on_a_slide_that_is_gone_the_nearest_one_is_seen() -> None:
    show, _ = presenting(page=7)
    show.podium.toggle_frozen()
    show.read_more(deck_of(3))
    assert show.scene.for_audience.page == 4


def test_one_tool_at_a_time() -> None:
    show, _ = presenting()
    scenes = heard(show)
    for tool in (Tool.LASER, Tool.PEN, Tool.PEN):
        show.podium.take_tool(tool)
    assert [scene.staging.tool for scene in scenes] == [Tool.LASER, Tool.PEN, Tool.NONE]


def test_strokes_are_taken_back_and_drawn_again_page_by_page() -> None:
    show, _ = presenting(page=2)
    podium = show.podium
    first, second = (Stroke(2, (Spot(0, 0), Spot(x, 1))) for x in (0.1, 0.2))
    other = Stroke(3, (Spot(0, 0), Spot(1, 0)))
    for stroke in (first, other, second):
        podium.draw(stroke)
    podium.undo()
    assert podium.strokes(2) == (first,)
    podium.redo()
    assert podium.strokes(2) == (first, second)
    podium.wipe()
    assert podium.strokes(2) == ()
    assert podium.strokes(3) == (other,)
    podium.redo()
    podium.redo()
    assert podium.strokes(2) == (first, second)
    podium.draw(other)
    assert not show.scene.staging.undone


def test_another_deck_has_no_ink_and_is_not_frozen() -> None:
    show, _ = presenting()
    show.podium.draw(Stroke(2, (Spot(0, 0),)))
    show.podium.toggle_frozen()
    show.open(deck_of(4), 1)
    assert show.scene.staging.ink == ()
    assert show.scene.staging.frozen is None
    assert show.scene.staging.is_on


def test_turning_the_page_shows_all_of_the_picture_and_takes_the_card_away() -> None:
    show, _ = presenting(deck=PICTURES)
    scenes = heard(show)
    show.lens.zoom_by(2)
    show.podium.send(Sent("Picture", "Ana Pérez"))
    show.step(1)
    assert [scene.zoom is None for scene in scenes] == [False, False, True]
    assert [scene.staging.sent is None for scene in scenes] == [True, False, True]


# The clock


def test_the_first_move_starts_the_clock_and_beginning_does_not() -> None:
    show, clock = presenting()
    clock.moment += 60
    assert not show.scene.staging.timer.is_running
    show.step(1)
    clock.moment += 5
    assert show.scene.staging.timer.elapsed(clock()) == 5


def test_the_clock_knows_the_page_at_which_it_began() -> None:
    show, _ = presenting(page=4)
    show.step(1)
    assert show.scene.staging.timed_from == 5
    show.step(1)
    assert show.scene.staging.timed_from == 5
    show, _ = presenting(page=4)
    show.podium.toggle_timer()
    assert show.scene.staging.timed_from == 4


def test_a_stopped_clock_stays_stopped_whatever_moves() -> None:
    show, clock = presenting()
    show.step(1)
    clock.moment += 5
    show.podium.toggle_timer()
    clock.moment += 50
    show.step(1)
    show.go_to(6)
    assert show.scene.staging.timer.elapsed(clock()) == 5
    show.podium.toggle_timer()
    clock.moment += 2
    assert show.scene.staging.timer.elapsed(clock()) == 7


def test_above_a_minute_the_clock_is_set_to_zero_at_the_second_time() -> None:
    show, clock = presenting()
    show.step(1)
    clock.moment += 61
    show.podium.reset_timer()
    assert show.scene.staging.is_reset_asked
    assert show.scene.staging.timer.elapsed(clock()) == 61
    show.podium.reset_timer()
    assert show.scene.staging.timer.elapsed(clock()) == 0
    assert not show.scene.staging.is_reset_asked


def test_an_unanswered_question_is_forgotten() -> None:
    show, clock = presenting()
    show.step(1)
    clock.moment += 61
    show.podium.reset_timer()
    show.podium.forget_reset()
    show.podium.reset_timer()
    assert show.scene.staging.is_reset_asked


def test_below_a_minute_the_clock_is_set_to_zero_at_once() -> None:
    show, clock = presenting()
    show.step(1)
    clock.moment += 59
    show.podium.reset_timer()
    assert not show.scene.staging.timer.has_started


def test_a_show_that_goes_on_soon_keeps_its_clock_and_a_new_one_begins_at_zero() -> None:
    show, clock = presenting()
    show.step(1)
    clock.moment += 600
    show.podium.end()
    clock.moment += 60
    show.present(0)
    assert show.scene.staging.timer.elapsed(clock()) == 660
    show.podium.end()
    clock.moment += 3600
    show.present(0)
    assert not show.scene.staging.timer.has_started


# The presenter's window


def test_notes_have_a_smallest_and_a_largest_size() -> None:
    show, _ = presenting()
    for by in (1, -1):
        while show.podium.can_size_notes(by):
            show.podium.size_notes(by)
        size = show.scene.staging.notes_size
        show.podium.size_notes(by)
        assert show.scene.staging.notes_size == size


def test_the_layout_is_the_presenter_s_to_choose() -> None:
    show, _ = presenting()
    show.podium.lay_out(ConsoleLayout.NOTES)
    assert show.scene.staging.layout is ConsoleLayout.NOTES
