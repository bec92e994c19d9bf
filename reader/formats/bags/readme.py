"""The README of a bag: how to read it, and how to prove it, without our program."""

from __future__ import annotations

import textwrap
import unicodedata
from typing import Final

COLUMNS: Final = 78
"""Longest line, in characters."""

_TITLE: Final = 300
_TEXT: Final = """\
{opening}

To read it, open data/ro-crate-preview.html in any web browser. It shows the
whole story with its pictures, credits and sources. It needs no program of its
own and no network. If that fails, everything is still there in plain files:
the texts under data/slides, the pictures under data/assets.


What is here

  bagit.txt, bag-info.txt    say that this is a bag (BagIt 1.0, RFC 8493) and
                             what it holds
  manifest-sha512.txt        a checksum (SHA-512) for every file in data
  manifest-sha256.txt        the same with SHA-256
  tagmanifest-sha512.txt     a checksum for the manifests and other files
  tagmanifest-sha256.txt     the same with SHA-256
  signatures                 only if the bag was signed: who vouches for it
  data                       the story itself
  data/slides                its texts, in YAML; deck.yaml gives their order
  data/assets                its pictures, and what was kept with them
  data/deck.schema.json      which keys those texts may have, in JSON Schema
  data/sources.csl.json      its sources, in CSL-JSON
  data/ro-crate-metadata.json
                             all of it described for machines, in RO-Crate
  data/ro-crate-preview.html the page to read


How to check that nothing has changed

Unpack the bag and open a terminal in its folder,

  {top}

Then enter one of these. Each names every file that is missing or changed.

  Linux          sha512sum -c manifest-sha512.txt
                 sha512sum -c tagmanifest-sha512.txt

  macOS          shasum -a 512 -c manifest-sha512.txt
                 shasum -a 512 -c tagmanifest-sha512.txt

  Windows, in PowerShell; it prints nothing if all is well:

    foreach ($list in "manifest-sha512.txt", "tagmanifest-sha512.txt") {{
      Get-Content -Encoding UTF8 $list | ForEach-Object {{
        $sum, $name = $_ -split "\\s+", 2
        $found = (Get-FileHash -Algorithm SHA512 -LiteralPath $name).Hash
        if ($found -ne $sum) {{ "changed: $name" }}
      }}
    }}

  Windows, for one file, to compare by eye with its line in the manifest:

    certutil -hashfile data\\slides\\deck.yaml SHA512

These commands do not notice a file that was added. Each file in data must
have a line in manifest-sha512.txt. Any program that knows BagIt checks that
too.


How to check who vouches for it

Checksums show that nothing changed by accident. Only a signature shows that
nobody changed files and checksums together. A bag that is signed has a folder
signatures, and what is signed is tagmanifest-sha512.txt, which stands for all
the rest. So check the checksums first. Then get the signer's public key from
the signer, not from where you got the bag, and enter, in one line:

  a file that ends in .minisig, with minisign:

    minisign -Vm tagmanifest-sha512.txt
      -x signatures/tagmanifest-sha512.txt.KEY.minisig -P PUBLIC_KEY

  a file that ends in .sig, with OpenSSH, where the file SIGNERS holds the
  name of the signer and the public key:

    ssh-keygen -Y verify -f SIGNERS -I NAME -n deck-bundle
      -s signatures/tagmanifest-sha512.txt.KEY.sig < tagmanifest-sha512.txt
"""


def readme(title: str, top: str) -> str:
    """The text of `README.txt` for the deck called `title` in the bag whose folder is `top`.

    Plain words in lines of at most `COLUMNS` characters, with LF. Whatever a title holds, it adds
    no line ends, no controls and nothing that turns the direction of the text round.
    """
    opening = f"This folder is a bag. It holds the picture story “{_one_line(title)}”."
    return _TEXT.format(opening=textwrap.fill(opening, COLUMNS), top=top)


def _one_line(title: str) -> str:
    seen = " ".join(title.split())
    # Zs is the space; other separators end lines, and C is controls, formats and half characters.
    line = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in seen)
    line = " ".join(line.split()) or "Untitled"
    return line if len(line) <= _TITLE else f"{line[: _TITLE - 1].rstrip()}…"
