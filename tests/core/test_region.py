"""Parts of a picture: they stay in it, keep their shape, and come down to whole pixels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from reader.core.region import SMALLEST, WHOLE, Region, Shape

NEAR = 2e-6  # what rounding may take
shares = some.floats(-1.0, 2.0)
sides = some.floats(0.0, 1.5)
regions = some.builds(Region, shares, shares, sides, sides)
inside = regions.map(lambda region: region.clamped).filter(lambda r: min(r.width, r.height) > 0)


def is_within(region: Region) -> bool:
    x, y, width, height = region
    return min(region) >= 0 and x + width <= 1 + NEAR and y + height <= 1 + NEAR


@given(regions)
def test_a_clamped_region_lies_in_the_picture_and_stays_as_it_is(region: Region) -> None:
    assert is_within(region.clamped)
    assert region.clamped.clamped == region.clamped


def test_a_region_is_moved_into_the_picture_and_not_cut() -> None:
    assert Region(0.9, -0.3, 0.4, 0.2).clamped == Region(0.6, 0.0, 0.4, 0.2)
    assert Region(0.2, 0.2, 3.0, 0.5).clamped == Region(0.0, 0.2, 1.0, 0.5)


def test_a_region_moves_as_far_as_the_picture_goes() -> None:
    region = Region(0.2, 0.2, 0.5, 0.5)
    assert region.moved(0.1, -0.1) == Region(0.3, 0.1, 0.5, 0.5)
    assert region.moved(0.9, -0.9) == Region(0.5, 0.0, 0.5, 0.5)
    assert WHOLE.moved(0.1, 0.1) == WHOLE


@given(inside, some.floats(0.0, 1.0), some.floats(0.0, 1.0), some.floats(0.3, 1.0))
def test_the_point_looked_at_keeps_its_place(
    region: Region, across: float, down: float, factor: float
) -> None:
    point = (region.x + across * region.width, region.y + down * region.height)
    closer = region.around(point, factor)
    assert is_within(closer)
    if closer.width > 10 * SMALLEST < closer.height:
        assert (point[0] - closer.x) / closer.width == pytest.approx(across, abs=1e-4)
        assert (point[1] - closer.y) / closer.height == pytest.approx(down, abs=1e-4)


def test_looking_closer_and_away_again_is_where_one_was() -> None:
    assert WHOLE.scaled(0.5) == Region(0.25, 0.25, 0.5, 0.5)
    assert WHOLE.scaled(0.5).scaled(2) == WHOLE
    assert WHOLE.scaled(0.5).scaled(2).is_whole
    assert not WHOLE.scaled(0.5).is_whole
    assert WHOLE.around((0.0, 0.0), 0.5) == Region(0.0, 0.0, 0.5, 0.5)
    assert WHOLE.scaled(9).is_whole


def test_looking_closer_comes_to_an_end() -> None:
    region = WHOLE
    for _ in range(40):
        region = region.scaled(1 / 1.5)
    assert region.width == region.height == SMALLEST
    assert region.scaled(1 / 1.5) == region


def test_a_detail_that_is_smaller_still_does_not_grow() -> None:
    tiny = Region(0.5, 0.5, 0.001, 0.002)
    assert tiny.scaled(0.5) == tiny
    assert tiny.scaled(2).width == 0.002


@pytest.mark.parametrize(
    ("region", "place", "wanted"),
    [
        (Region(0.4, 0.4, 0.2, 0.2), (300.0, 200.0), Region(0.4, 0.4, 0.2, 0.2)),
        (Region(0.4, 0.4, 0.2, 0.2), (600.0, 200.0), Region(0.3, 0.4, 0.4, 0.2)),
        (Region(0.4, 0.4, 0.2, 0.2), (150.0, 200.0), Region(0.4, 0.3, 0.2, 0.4)),
        (Region(0.0, 0.4, 0.2, 0.2), (600.0, 200.0), Region(0.0, 0.4, 0.4, 0.2)),
        (Region(0.0, 0.0, 1.0, 0.5), (150.0, 200.0), WHOLE),
    ],
    ids=["the same shape", "wider", "taller", "at an edge", "as far as it goes"],
)
def test_a_region_grows_to_the_shape_of_its_place(
    region: Region, place: Shape, wanted: Region
) -> None:
    assert region.fitted((1500, 1000), place) == pytest.approx(wanted, abs=NEAR)


@given(inside, some.tuples(some.floats(1, 9), some.floats(1, 9)))
def test_a_fitted_region_holds_the_one_it_was_and_lies_in_the_picture(
    region: Region, place: Shape
) -> None:
    fitted = region.fitted((3, 2), place)
    assert is_within(fitted)
    assert fitted.x <= region.x + NEAR
    assert fitted.y <= region.y + NEAR
    assert fitted.x + fitted.width >= region.x + region.width - 2 * NEAR
    assert fitted.y + fitted.height >= region.y + region.height - 2 * NEAR


def test_a_padded_region_has_a_margin_where_the_picture_has_one() -> None:
    padded = Region(0.4, 0.1, 0.2, 0.2).padded(0.75)
    assert padded == pytest.approx(Region(0.25, 0.0, 0.5, 0.45))
    assert WHOLE.padded(0.5) == WHOLE


def test_a_region_has_whole_pixels() -> None:
    size = (6000, 4000)
    assert Region(0.25, 0.5, 0.1, 0.2).box(size) == (1500, 2000, 600, 800)
    assert Region(0.25, 0.5, 0.1, 0.2).box(size)[2:] == (600, 800)
    assert WHOLE.box(size)[2:] == size
    assert Region(1.0, 1.0, 0.0, 0.0).box((3, 3)) == (2, 2, 1, 1)


@given(inside, some.integers(1, 999), some.integers(1, 999))
def test_a_snapped_region_is_what_is_decoded(region: Region, width: int, height: int) -> None:
    size = (width, height)
    snapped = region.snapped(size)
    left, top, across, down = region.box(size)
    assert min(left, top) >= 0
    assert left + across <= width
    assert top + down <= height
    assert snapped.box(size) == region.box(size)
    assert snapped.snapped(size) == snapped
