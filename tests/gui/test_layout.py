"""Where things go: for every size and shape all of it is inside, apart, and can be reached."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, QSizeF

from reader.core import look
from reader.core.deck import Deck, Slides
from reader.core.files import Folder
from reader.core.scene import Scene
from reader.gui.canvas import Canvas
from reader.gui.compose import slide_sheet
from reader.gui.fitting import fit, pixels, snap
from reader.gui.pages import end_sheet, title_sheet
from reader.gui.sheet import Sheet
from reader.gui.typeset import Block

pytestmark = pytest.mark.usefixtures("_fonts")

SIZES = [
    *((320, 240), (800, 600), (900, 720), (1280, 720)),
    *((1920, 1080), (3840, 2160), (1080, 1920)),
]
SCALES = [(1, 1), (1.5, 1.5), (2, 2), (1, 3), (2, 1)]  # physical pixels, and letters
NEAR = 0.51  # of a logical pixel: what snapping to physical ones may move
WORDS = "One more sentence for the audience that has come to see the picture. "
SHORT = {"title": "A title of usual length", "kicker": "A kicker", "text": WORDS * 3}
LONG = {"title": "A long title that goes on " * 4, "kicker": "A kicker", "text": WORDS * 60}
UNBROKEN = {"title": "Donaudampfschiff" * 12, "kicker": "K" * 200, "text": "x" * 900}
BARE = {"title": "", "kicker": "", "text": ""}
TEXTS = {"short": SHORT, "long": LONG, "unbroken": UNBROKEN, "bare": BARE}
CREDIT = "Somebody / Some Agency"
LONG_CREDIT = "A credit that was published at great length, " * 13 + "and here ends"


def deck_of(*texts: dict[str, Any], credit: str = CREDIT, **image: Any) -> Deck:
    """A deck in memory; nothing is read from its folder to lay it out."""
    picture = {"file": "a.png", "credit_line": credit, **image}
    return Deck(
        files=Folder(Path("nowhere")),
        title="A deck",
        language="en",
        summary=WORDS * 4,
        creators=(),
        issued="2026-01-03",
        modified="2026-01-04",
        sources={},
        slides=Slides([(None, {**text, "image": picture}, "") for text in texts]),
    )


def canvas_of(
    size: tuple[float, float],
    *,
    ratio: float = 1,
    text_scale: float = 1,
    on_stage: bool = False,
    covered: float = 0,
) -> Canvas:
    return Canvas(QSizeF(*size), ratio, look.DARK, text_scale, on_stage, covered)


def lay_out(
    canvas: Canvas, text: dict[str, Any], shape: float, *, credit: str = CREDIT, **more: Any
) -> Sheet:
    deck = deck_of(text, credit=credit)
    scene = Scene(deck, 1, is_full_screen=canvas.on_stage, **more)
    return slide_sheet(canvas, scene, deck.slides[0], shape, {})


def lines_of(block: Block) -> list[QRectF]:
    """The place of every line of a block, as wide as its words."""
    return [
        line.naturalTextRect().translated(block.at.x(), block.at.y() + top)
        for layout, top in block.layouts
        for line in (layout.lineAt(index) for index in range(layout.lineCount()))
        if line.textLength()
    ]


def edges(area: QRectF) -> tuple[float, ...]:
    return area.left(), area.top(), area.right(), area.bottom()


def is_within(inner: QRectF, outer: QRectF, near: float = NEAR) -> bool:
    return outer.adjusted(-near, -near, near, near).contains(inner)


def overlap(one: QRectF, other: QRectF) -> bool:
    """Whether two areas share more than an edge."""
    shared = one.intersected(other)
    return shared.width() > NEAR and shared.height() > NEAR


def seen_lines(sheet: Sheet) -> list[QRectF]:
    """What is painted of the text's lines before anything is scrolled."""
    lines = [line for block in sheet.text for line in lines_of(block)]
    if sheet.overflow:
        lines = [line.intersected(sheet.text_area) for line in lines]
    return [line for line in lines if line.width() > 0 and line.height() > 0]


def assert_sound(sheet: Sheet, canvas: Canvas) -> None:
    """What holds for every page."""
    assert_inside(sheet, canvas)
    assert_apart(sheet)
    assert_all_text_can_be_reached(sheet)


def assert_inside(sheet: Sheet, canvas: Canvas) -> None:
    clear = QRectF(0, 0, canvas.width, canvas.size.height())
    if sheet.picture is not None:
        assert is_within(sheet.picture, sheet.area), "the picture leaves the canvas"
        for edge in edges(sheet.picture):
            assert abs(edge * canvas.ratio - round(edge * canvas.ratio)) < 1e-6
    for line in seen_lines(sheet):
        assert is_within(line, clear, near=1), "a line of text leaves the canvas"
    for line in (line for block in sheet.rail for line in lines_of(block)):
        assert is_within(line, clear, near=1), "a line of the credit leaves the canvas"
    assert sheet.ticks is not None
    assert is_within(sheet.ticks.area, clear), "the ticks leave the canvas"


def assert_apart(sheet: Sheet) -> None:
    rail = [line for block in sheet.rail for line in lines_of(block)]
    text = seen_lines(sheet)
    for line in text:
        assert not any(overlap(line, other) for other in rail), "text lies over the credit"
    if sheet.picture is not None and sheet.veil is None:
        for line in text + rail:
            assert not overlap(line, sheet.picture), "text lies over the picture without a veil"
    if len(rail) > 1 and len(sheet.rail) == 2:
        counter, credit = (lines_of(block) for block in sheet.rail)
        for line in credit:
            assert not overlap(line, counter[0]), "the credit runs into the counter"


def assert_all_text_can_be_reached(sheet: Sheet) -> None:
    for block in sheet.text:
        for line in lines_of(block):
            top = line.top() - sheet.text_area.top()
            assert line.right() <= sheet.text_area.right() + 1, "a line is cut at its end"
            if not sheet.overflow:
                assert line.bottom() <= sheet.text_area.bottom() + line.height() / 2
                continue
            assert line.height() <= sheet.text_area.height() + 1, "no line fits the text's place"
            scroll = min(top, sheet.overflow)
            bottom = line.bottom() - scroll
            assert bottom <= sheet.text_area.bottom() + line.height() / 2, "a line is out of reach"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("on_stage", [False, True], ids=["reading", "on stage"])
@pytest.mark.parametrize("text", TEXTS)
def test_a_slide_is_sound_at_every_size_scale_and_shape(
    size: tuple[int, int], on_stage: bool, text: str
) -> None:
    for (ratio, scale), shape in product(SCALES, (0.4, 1, 16 / 9, 3.5)):
        canvas = canvas_of(size, ratio=ratio, text_scale=scale, on_stage=on_stage)
        try:
            assert_sound(lay_out(canvas, TEXTS[text], shape), canvas)
        except AssertionError as error:
            raise AssertionError(f"{error} at {ratio=} {scale=} {shape=}") from error


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("on_stage", [False, True], ids=["reading", "on stage"])
def test_a_credit_of_600_letters_folds_and_is_never_cut(
    size: tuple[int, int], on_stage: bool
) -> None:
    for scale, shape in product((1, 1.5, 2, 3), (0.4, 16 / 9)):
        canvas = canvas_of(size, text_scale=scale, on_stage=on_stage)
        sheet = lay_out(canvas, SHORT, shape, credit=LONG_CREDIT)
        assert sheet.rail[1].plain.replace("\u00a0", " ").endswith("and here ends")
        try:
            assert_inside(sheet, canvas)
            assert_apart(sheet)
            if size != SIZES[0]:  # there so long a credit leaves no room for a text
                assert_all_text_can_be_reached(sheet)
        except AssertionError as error:
            raise AssertionError(f"{error} at {scale=} {shape=}") from error


@pytest.mark.parametrize("size", SIZES[3:], ids=lambda size: f"{size[0]}x{size[1]}")
def test_text_and_credit_stay_clear_of_a_panel_over_the_stage(size: tuple[int, int]) -> None:
    for text, shape in product(TEXTS.values(), (0.4, 1, 16 / 9, 3.5)):
        canvas = canvas_of(size, on_stage=True, covered=min(430.0, size[0] * 0.42))
        assert_sound(lay_out(canvas, text, shape), canvas)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("on_stage", [False, True], ids=["reading", "on stage"])
def test_title_page_and_credits_are_sound(size: tuple[int, int], on_stage: bool) -> None:
    deck = deck_of(*[SHORT] * 30)
    for scale, shape in product((1, 1.5, 2, 3), (0.4, 1, 16 / 9, 3.5)):
        canvas = canvas_of(size, text_scale=scale, on_stage=on_stage)
        assert_sound(title_sheet(canvas, Scene(deck, 0, is_full_screen=on_stage), shape), canvas)
        assert_sound(end_sheet(canvas, Scene(deck, 31, is_full_screen=on_stage)), canvas)


@given(
    width=st.integers(320, 3840),
    height=st.integers(240, 2160),
    ratio=st.sampled_from([1, 1.25, 1.5, 1.75, 2, 3]),
    scale=st.floats(1, 3),
    shape=st.floats(0.1, 10),
    text=st.sampled_from(list(TEXTS.values())),
    on_stage=st.booleans(),
    has_text=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_a_slide_is_sound_whatever_the_window(
    width: int,
    height: int,
    ratio: float,
    scale: float,
    shape: float,
    text: dict[str, Any],
    on_stage: bool,
    has_text: bool,
) -> None:
    canvas = canvas_of((width, height), ratio=ratio, text_scale=scale, on_stage=on_stage)
    assert_sound(lay_out(canvas, text, shape, has_text=has_text), canvas)


def test_a_wide_window_has_the_label_beside_the_picture_and_a_tall_one_below() -> None:
    wide = lay_out(canvas_of((1280, 720)), SHORT, 16 / 9)
    tall = lay_out(canvas_of((720, 1280)), SHORT, 16 / 9)
    assert wide.picture is not None
    assert tall.picture is not None
    assert wide.text_area.left() > wide.picture.right()
    assert tall.text_area.top() > tall.picture.bottom()


def test_the_picture_has_most_of_the_window() -> None:
    for size in ((1280, 720), (1920, 1080), (900, 720)):
        sheet = lay_out(canvas_of(size), SHORT, 16 / 9)
        assert sheet.picture is not None
        assert sheet.picture.width() >= size[0] * 0.55


def test_hidden_text_leaves_the_stage_to_the_picture() -> None:
    canvas = canvas_of((1920, 1080), on_stage=True)
    sheet = lay_out(canvas, SHORT, 16 / 9, has_text=False)
    assert sheet.picture == QRectF(0, 0, 1920, 1080)
    assert not seen_lines(sheet)
    assert CREDIT in sheet.rail[1].plain.replace("\u00a0", " ")


def test_a_long_text_scrolls_to_its_ends_and_no_further() -> None:
    sheet = lay_out(canvas_of((800, 600)), LONG, 16 / 9)
    assert sheet.overflow > 0
    assert not sheet.scroll_by(-10)
    assert sheet.scroll_by(1e6)
    assert sheet.scroll == sheet.overflow
    assert not sheet.scroll_by(1)
    assert sheet.scroll_by(-1e6)
    assert sheet.scroll == 0


def test_letters_grow_with_the_system_s_text_and_with_the_screen() -> None:
    assert canvas_of((1280, 720), text_scale=2).base == 2 * canvas_of((1280, 720)).base
    stage = [canvas_of(size, on_stage=True).base for size in ((1280, 720), (3840, 2160))]
    assert stage[1] == pytest.approx(3 * stage[0], rel=0.01)


# Rectangles


@given(
    shape=st.floats(0.01, 100),
    x=st.floats(-100, 100),
    y=st.floats(-100, 100),
    width=st.floats(1, 4000),
    height=st.floats(1, 4000),
)
def test_a_fitted_picture_touches_two_sides_and_keeps_its_shape(
    shape: float, x: float, y: float, width: float, height: float
) -> None:
    place = QRectF(x, y, width, height)
    found = fit(shape, place)
    assert is_within(found, place, near=1e-6)
    assert found.width() / found.height() == pytest.approx(shape)
    assert found.width() == pytest.approx(width) or found.height() == pytest.approx(height)
    assert (found.center() - place.center()).manhattanLength() < 1e-6


@given(
    x=st.floats(0, 4000),
    y=st.floats(0, 4000),
    width=st.floats(1, 4000),
    height=st.floats(1, 4000),
    ratio=st.sampled_from([1, 1.25, 1.5, 2, 3]),
)
def test_snapping_moves_no_edge_further_than_half_a_pixel(
    x: float, y: float, width: float, height: float, ratio: float
) -> None:
    area = QRectF(x, y, width, height)
    found = snap(area, ratio)
    for before, after in zip(edges(area), edges(found), strict=True):
        assert abs(before - after) <= 0.5 / ratio + 1e-6
        assert abs(after * ratio - round(after * ratio)) < 1e-6
    assert pixels(found, ratio) == (
        max(1, round(found.width() * ratio)),
        max(1, round(found.height() * ratio)),
    )
