"""The types of source and the parts people play in them, as CSL 1.0.2 names them, in words."""

from __future__ import annotations

from typing import Final

_FULL: Final = ("author", "title", "date", "address")
_PRINTED: Final = ("author", "title", "date")
_WORK: Final = ("title", "date")
_CASE: Final = ("case name", "court", "number", "date")

Kind = tuple[str, bool, tuple[str, ...]]
"""Its name, whether its title stands in quotation marks as a part of something, and what a
source of this type should have: "address" is anything by which it can be found."""

UNKNOWN: Final[Kind] = ("Document", False, _FULL)
"""What a type is taken for that CSL does not have; no kind is named for it."""

KINDS: Final[dict[str, Kind]] = {
    "article": ("Article", False, _FULL),
    "article-journal": ("Journal article", True, _FULL),
    "article-magazine": ("Magazine article", True, _FULL),
    "article-newspaper": ("Newspaper article", True, _FULL),
    "bill": ("Bill", False, _WORK),
    "book": ("Book", False, _PRINTED),
    "broadcast": ("Broadcast", True, _WORK),
    "chapter": ("Chapter", True, _PRINTED),
    "classic": ("Classical work", False, ("author", "title")),
    "collection": ("Collection", False, ("title",)),
    "dataset": ("Dataset", False, _FULL),
    "document": UNKNOWN,
    "entry": ("Entry", True, ("title", "date", "address")),
    "entry-dictionary": ("Dictionary entry", True, _WORK),
    "entry-encyclopedia": ("Encyclopedia entry", True, _WORK),
    "event": ("Event", False, _WORK),
    "figure": ("Figure", True, _PRINTED),
    "graphic": ("Picture", False, _PRINTED),
    "hearing": ("Hearing", False, _WORK),
    "interview": ("Interview", True, ("author", "date")),
    "legal_case": ("Legal case", False, _CASE),
    "legislation": ("Legislation", False, _WORK),
    "manuscript": ("Manuscript", True, _FULL),
    "map": ("Map", False, _PRINTED),
    "motion_picture": ("Film", False, _WORK),
    "musical_score": ("Musical score", False, ("author", "title")),
    "pamphlet": ("Pamphlet", False, _PRINTED),
    "paper-conference": ("Conference paper", True, _PRINTED),
    "patent": ("Patent", False, ("author", "title", "number", "date")),
    "performance": ("Performance", False, _WORK),
    "periodical": ("Periodical", False, ("title",)),
    "personal_communication": ("Personal communication", True, ("author", "date")),
    "post": ("Post", True, ("author", "date", "address")),
    "post-weblog": ("Blog post", True, _FULL),
    "regulation": ("Regulation", False, _WORK),
    "report": ("Report", False, _FULL),
    "review": ("Review", True, _FULL),
    "review-book": ("Book review", True, _FULL),
    "software": ("Software", False, ("title", "address")),
    "song": ("Recording", True, _WORK),
    "speech": ("Speech", True, ("author", "title", "date")),
    "standard": ("Standard", False, ("title", "number", "date")),
    "thesis": ("Thesis", False, _PRINTED),
    "treaty": ("Treaty", False, _WORK),
    "webpage": ("Web page", True, ("title", "date", "address")),
}
"""Every type of CSL 1.0.2."""

CREATORS: Final[dict[str, str]] = {
    "author": "",
    "composer": "composed by",
    "director": "directed by",
    "series-creator": "created by",
    "script-writer": "written by",
    "performer": "performed by",
    "host": "presented by",
    "guest": "with",
    "interviewer": "interviewed by",
    "recipient": "to",
    "editor": "edited by",
    "editorial-director": "edited under",
    "compiler": "compiled by",
    "container-author": "in a work by",
    "collection-editor": "in a series edited by",
    "original-author": "after",
    "reviewed-author": "on a work by",
    "translator": "translated by",
    "illustrator": "illustrated by",
    "narrator": "narrated by",
    "contributor": "with contributions by",
    "curator": "curated by",
    "organizer": "organised by",
    "chair": "chaired by",
    "producer": "produced by",
    "executive-producer": "produced under",
}
"""Every name variable of CSL 1.0.2, in the order in which they are named, with its words."""
