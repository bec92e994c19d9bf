"""Which pages are kept ready, and in which order they are made ready."""

from __future__ import annotations

import pytest

from reader.core.plan import pages_to_keep


@pytest.mark.parametrize(
    ("page", "forward", "pages"),
    [
        (5, True, (5, 6, 4, 7, 8, 9, 3)),
        (5, False, (5, 4, 6, 3, 2, 1, 7)),
        (0, True, (0, 1, 2, 3, 4)),
        (0, False, (0, 1, 2)),
        (10, True, (10, 9, 8)),
        (10, False, (10, 9, 8, 7, 6)),
        (9, True, (9, 10, 8, 7)),
    ],
)
def test_the_nearest_pages_come_first_and_more_of_them_ahead(
    page: int, forward: bool, pages: tuple[int, ...]
) -> None:
    assert pages_to_keep(page, 10, forward) == pages


@pytest.mark.parametrize("forward", [True, False])
def test_the_next_plan_wants_little_that_is_not_there(forward: bool) -> None:
    way = 1 if forward else -1
    plan, following = (set(pages_to_keep(page, 99, forward)) for page in (50, 50 + way))
    assert len(following - plan) == 1
