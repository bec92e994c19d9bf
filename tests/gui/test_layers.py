"""What lies over a page costs nothing until it is used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.gui.decks import colourful

ROOT = Path(__file__).parents[2]
LATE = ("closer", "magnifying", "pointing", "marks", "sending", "fading", "advance", "kiosk")
WALK = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from reader.core.files import Folder
from reader.core.loading import load
from reader.core.memory import Memory
from reader.core.notices import Notices
from reader.core.settings import Settings
from reader.core.show import Show
from reader.gui.decoder import Decoder
from reader.gui.parts import Parts
from reader.gui.window import Window
application = QApplication([])
show, decoder = Show(load(Folder(Path(sys.argv[1]))), 1), Decoder(workers=0)
window = Window(decoder)
window.begin(Parts(show, decoder, Notices(), Memory(), Settings()))
window.open()
window.furnish()
show.present()
for by in (1, 1, -1, 1, -1):
    show.step(by)
    application.processEvents()
window.close()
decoder.close()
print(*(name for name in sys.modules if name.startswith(("reader.gui.", "segno"))))
"""


def test_a_show_without_any_of_it_imports_none_of_it(tmp_path: Path) -> None:
    colourful(tmp_path / "deck")
    done = subprocess.run(
        [sys.executable, "-c", WALK, str(tmp_path / "deck")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    names = set(done.stdout.split())
    assert "reader.gui.layers" in names
    assert names.isdisjoint({*(f"reader.gui.{name}" for name in LATE), "segno"})
