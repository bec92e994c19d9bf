"""What a presenter sends to the audience for a moment: a source, or the credit of a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reader.core.show import Show


class Sent(NamedTuple):
    """A card for the audience; `address` is a web address that a QR code can hold, or ""."""

    heading: str  # such as "Source 3" or "Photograph"
    text: str
    address: str = ""


def can_send_source(show: Show) -> bool:
    """Whether the slide on screen cites a source for an audience, or one is seen already."""
    from reader.core.text import cited_ids

    scene = show.scene
    if scene.staging.sent is not None:
        return True
    if not scene.staging.is_on or scene.slide is None:
        return False
    return any(source in scene.deck.sources for source in cited_ids(scene.slide.text))


def next_source(show: Show) -> Sent | None:
    """The source of this slide to send next; None where there is none, or the last one is seen."""
    from reader.core.cite import entry, numbers
    from reader.core.text import cited_ids

    scene = show.scene
    slide = scene.slide
    if not scene.staging.is_on or slide is None:
        return None
    counted = numbers(scene.deck)
    offers = []
    for source in cited_ids(slide.text):
        if source in scene.deck.sources:
            said = entry(scene.deck.sources[source])
            offers.append(Sent(f"Source {counted.get(source, '')}".strip(), said.text, said.url))
    return show.podium.next_to_send(offers)


def can_send_credit(show: Show) -> bool:
    """Whether the picture on screen has a credit for an audience, or something is seen already."""
    scene = show.scene
    return scene.staging.sent is not None or (scene.staging.is_on and scene.image is not None)


def next_credit(show: Show) -> Sent | None:
    """The credit of the picture on screen; None where there is none, or it is seen already."""
    from reader.core.credit import credit

    scene = show.scene
    if not scene.staging.is_on or scene.image is None:
        return None
    image = scene.image
    return show.podium.next_to_send([Sent("Picture", credit(image).line, image.web_page)])
