"""Which pages to keep ready around the one on screen."""

from __future__ import annotations

REACH = 4  # pages ahead of which at least a coarse picture is kept
REACH_BACK = 2


def pages_to_keep(page: int, end_page: int, forward: bool) -> tuple[int, ...]:
    """Page numbers, most urgent first: this one, its neighbours, then further in the direction."""
    way = 1 if forward else -1
    order = [page, page + way, page - way]
    order += [page + way * step for step in range(2, REACH + 1)]
    order += [page - way * step for step in range(2, REACH_BACK + 1)]
    return tuple(p for p in order if 0 <= p <= end_page)
