"""Draws the seven pictures: first each as SVG beside this script, then as JPEG one folder up.

Usage: python build.py [--paint] [--small] [N ...]
--paint leaves the SVGs as they are, so that changes made in an editor are kept;
--small writes quick previews, 960 pixels wide, to the folder previews.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import architects
import barracks
import identity
import paper
import roots
import routes
import suns
import swap
from drawing import Drawing

HERE = Path(__file__).parent
PICTURES: dict[str, Callable[[], Drawing]] = {
    "01-architects-of-intelligence": architects.draw,
    "02-oil-for-security-swap": swap.draw,
    "03-cubans-in-the-barracks": barracks.draw,
    "04-facilitating-the-drug-routes": routes.draw,
    "05-cartel-of-the-suns-link": suns.draw,
    "06-digital-authoritarianism": identity.draw,
    "07-symbiotic-survival": roots.draw,
}


def main(arguments: list[str]) -> None:
    """Builds the pictures with the given numbers, or all."""
    wanted = {int(word) for word in arguments if word.isdigit()} or set(range(1, 8))
    for number, (name, draw) in enumerate(PICTURES.items(), 1):
        if number not in wanted:
            continue
        source = HERE / f"{name}.svg"
        if "--paint" not in arguments:
            draw().save(source)
        if "--small" in arguments:
            target = HERE / "previews" / f"{name}.jpg"
            target.parent.mkdir(exist_ok=True)
            paper.save(paper.paint(source, 0.25), target)
        else:
            paper.save(paper.paint(source), HERE.parent / f"{name}.jpg")


if __name__ == "__main__":
    main(sys.argv[1:])
