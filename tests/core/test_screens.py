"""Where the windows of a show go: whatever screens there are, notes stay with the presenter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.core.screens import Arrangement, Desk, ScreenInfo, arrange, next_screen

LAPTOP = ScreenInfo("eDP-1", (0, 0, 1920, 1080), is_builtin=True, is_primary=True)
PROJECTOR = ScreenInfo("HDMI-1", (1920, 0, 1024, 768))
MONITOR = ScreenInfo("DP-2", (2944, 0, 2560, 1440))
NAMES = (LAPTOP.name, PROJECTOR.name, MONITOR.name)


def place(
    *screens: ScreenInfo, chosen: str = "", console: bool | None = None, home: str = ""
) -> Arrangement:
    return arrange(Desk(screens), chosen, console, home)


def test_the_audience_gets_the_projector_and_the_presenter_keeps_the_laptop() -> None:
    for screens in ((LAPTOP, PROJECTOR), (PROJECTOR, LAPTOP)):
        assert place(*screens) == Arrangement("HDMI-1", "eDP-1")


def test_a_laptop_that_is_not_the_primary_screen_is_still_the_presenter_s() -> None:
    projector = PROJECTOR._replace(is_primary=True)
    assert place(LAPTOP._replace(is_primary=False), projector) == Arrangement("HDMI-1", "eDP-1")


def test_without_a_built_in_screen_the_primary_one_is_the_presenter_s() -> None:
    desk = MONITOR._replace(is_primary=True)
    assert place(PROJECTOR, desk) == Arrangement("HDMI-1", "DP-2")


def test_without_a_primary_screen_one_is_still_found() -> None:
    assert place(PROJECTOR, MONITOR) == Arrangement("HDMI-1", "DP-2")


def test_the_chosen_screen_is_the_audience_s_where_it_is_there() -> None:
    assert place(LAPTOP, PROJECTOR, MONITOR, chosen="DP-2").audience == "DP-2"
    assert place(LAPTOP, PROJECTOR, chosen="eDP-1") == Arrangement("eDP-1", "HDMI-1")
    assert place(LAPTOP, PROJECTOR, chosen="DP-2").audience == "HDMI-1"


def test_one_screen_is_filled_without_notes_unless_they_are_asked_for() -> None:
    assert place(LAPTOP) == Arrangement("eDP-1", None)
    assert place(LAPTOP, console=False) == Arrangement("eDP-1", None)
    assert place(LAPTOP, console=True) == Arrangement("eDP-1", "eDP-1", is_full_screen=False)


def test_mirrored_screens_never_show_notes() -> None:
    desk = Desk((LAPTOP, PROJECTOR), is_mirrored=True)
    for wanted in (None, True, False):
        assert arrange(desk, "", wanted, "") == Arrangement("eDP-1", None)


def test_a_pulled_projector_leaves_the_notes_alone_on_the_laptop() -> None:
    assert place(LAPTOP, home="HDMI-1") == Arrangement(None, "eDP-1")
    assert place(LAPTOP, home="HDMI-1", console=False) == Arrangement("eDP-1", None)


def test_a_closed_laptop_does_not_put_the_notes_before_the_audience() -> None:
    for wanted in (None, True):
        assert place(PROJECTOR, home="HDMI-1", console=wanted) == Arrangement("HDMI-1", None)


def test_without_any_screen_nothing_is_placed() -> None:
    assert place() == Arrangement(None, None)
    assert next_screen(Desk(), "HDMI-1") == ""


def test_swapping_goes_round_all_screens() -> None:
    desk = Desk((LAPTOP, PROJECTOR, MONITOR))
    assert [next_screen(desk, name) for name in (*NAMES, "gone")] == [*NAMES[1:], *NAMES[:1] * 2]


def test_a_set_of_screens_is_known_whatever_their_order() -> None:
    assert Desk((LAPTOP, PROJECTOR)).key == Desk((PROJECTOR, LAPTOP)).key
    assert Desk((LAPTOP, PROJECTOR)).key != Desk((LAPTOP, MONITOR)).key
    assert Desk((LAPTOP, PROJECTOR)).find("HDMI-1") is PROJECTOR
    assert Desk((LAPTOP,)).find("HDMI-1") is None


ANY_DESK = st.builds(
    Desk,
    st.lists(
        st.builds(
            ScreenInfo,
            st.sampled_from(NAMES),
            is_builtin=st.booleans(),
            is_primary=st.booleans(),
        ),
        min_size=1,
        max_size=3,
        unique_by=lambda screen: screen.name,
    ).map(tuple),
    st.booleans(),
)


@given(ANY_DESK, st.sampled_from(("", *NAMES)), st.none() | st.booleans(), st.sampled_from(NAMES))
def test_whatever_happens_notes_and_slides_share_a_screen_only_as_plain_windows(
    desk: Desk, chosen: str, wanted: bool | None, home: str
) -> None:
    for last_home in ("", home):
        found = arrange(desk, chosen, wanted, last_home)
        names = {screen.name for screen in desk.screens}
        assert {found.audience, found.console} - {None} <= names
        assert found.audience is not None or found.console is not None
        if found.audience == found.console:
            assert not found.is_full_screen
            assert wanted
            assert len(names) == 1
        if desk.is_mirrored or wanted is False:
            assert found.console is None
