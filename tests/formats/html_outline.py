"""What stands in an HTML page, read by a strict parser of our own that forgives nothing."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple

_VOID = frozenset({"br", "img", "link", "meta"})


class Node(NamedTuple):
    """One element: its attributes, and the text in it and in its descendants."""

    name: str
    attributes: dict[str, str]
    path: tuple[str, ...]  # the elements around it
    words: list[str]

    @property
    def text(self) -> str:
        return "".join(self.words)


class Outline(HTMLParser):
    """Every element of a page in order; an element that is not closed in its place is an error.

    Owns: the elements found, and those that are still open.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.nodes: list[Node] = []
        self._open: list[Node] = []
        self.feed(html)
        self.close()
        assert not self._open, f"never closed: {[node.name for node in self._open]}"

    def all(self, *names: str) -> list[Node]:
        """The elements of these names."""
        return [node for node in self.nodes if node.name in names]

    def of_class(self, name: str) -> list[Node]:
        """The elements of a class."""
        return [n for n in self.nodes if name in n.attributes.get("class", "").split()]

    def values(self, attribute: str) -> list[str]:
        """What an attribute says, wherever it stands."""
        return [n.attributes[attribute] for n in self.nodes if attribute in n.attributes]

    def by_id(self, name: str) -> Node:
        """The element with this id."""
        (found,) = (node for node in self.nodes if node.attributes.get("id") == name)
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        keys = [key for key, _ in attrs]
        assert len(keys) == len(set(keys)), f"an attribute stands twice in <{tag}>"
        path = tuple(node.name for node in self._open)
        node = Node(tag, {key: value or "" for key, value in attrs}, path, [])
        self.nodes.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        opened = self._open.pop().name
        assert opened == tag, f"</{tag}> where </{opened}> is due"

    def handle_data(self, data: str) -> None:
        for node in self._open:
            node.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")
