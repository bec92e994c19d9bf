"""Messages for the person at the screen reach whoever listens."""

from __future__ import annotations

from reader.core.notices import Level, Notice, Notices


def test_a_notice_carries_its_words_its_weight_and_its_key() -> None:
    notices = Notices()
    posted: list[Notice] = []
    notices.posted.subscribe(posted.append)
    notices.say("Copied.", key="copy")
    notices.fault("deck.yaml:3: no title")
    assert posted == [
        Notice("Copied.", Level.INFO, "copy"),
        Notice("deck.yaml:3: no title", Level.FAULT, ""),
    ]


def test_a_notice_without_a_listener_is_lost_in_silence() -> None:
    Notices().fault("nobody is there yet")
