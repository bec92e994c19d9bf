"""How much of anything a deck from elsewhere may make us do.

The figures and the attacks they answer are measured in the tests; every limit that the
program enforces on a deck stands here and nowhere else.
"""

from __future__ import annotations

from typing import Final

YAML_BYTES: Final = 16 * 2**20
"""Largest YAML file read, in bytes."""

YAML_DEPTH: Final = 32
"""Deepest nesting of mappings and sequences."""

YAML_NODES: Final = 600_000
"""Most values in one file, each sequence and mapping counted twice; 10,000 slides take 250,000.

A million of the cheapest values took a second, which is too long for a file that is refused."""

YAML_DIGITS: Final = 1_000
"""Longest number, in characters; Python takes quadratic time for numbers without a limit."""

YAML_PROBLEMS: Final = 1_000
"""Most faults noted in one file's YAML before the rest of it is left unread."""

SLIDES: Final = 50_000
"""Most slides in one deck."""

SVG_BYTES: Final = 16 * 2**20
"""Largest SVG read, in bytes."""

SVG_ELEMENTS: Final = 250_000
"""Most elements in an SVG; looking them through takes half a second."""

SVG_DEPTH: Final = 100
"""Deepest nesting of elements in an SVG, with the copies that its `use` elements make.

The renderer takes 33 KiB of the stack for each level and ends the whole program where there is no
more: 250 levels are too many for 8 MiB."""

SVG_SECONDS: Final = 5
"""Longest time that an SVG may take to draw."""

SVG_MEMORY: Final = 2 * 2**30
"""Most bytes that drawing an SVG may take."""

SVG_COPIES: Final = 10_000
"""Most copies that the `use` elements of an SVG may make."""

PICTURE_SIDE: Final = 40_000
"""Longest side of a picture, in pixels."""

PICTURE_PIXELS: Final = 400_000_000
"""Most pixels in a picture, read from its header before anything is decoded."""

PICTURE_BYTES: Final = 1 * 2**30
"""Most bytes that one decoded picture may take."""

ZIP_ENTRIES: Final = 120_000
"""Most files in a bundle: a deck of the most slides has a file and a picture for each."""

ZIP_FOLDERS: Final = 20_000
"""Most folders in a bundle."""

ZIP_DIRECTORY_BYTES: Final = 32 * 2**20
"""Largest list of files in a bundle, in bytes; the most files may have names of 230 bytes."""

ZIP_PART_BYTES: Final = 255
"""Longest name of a file or folder in a bundle, in bytes; most systems can write no longer one."""

ZIP_NAME_BYTES: Final = 1_024
"""Longest name in a bundle with the folders that it is in, in bytes."""

ZIP_EXTRA_FIELDS: Final = 16
"""Most extra fields that one header of a file in a bundle may have; other programs write three."""

ZIP_MEMBER_BYTES: Final = 16 * 2**30
"""Largest file in a bundle, in bytes."""

ZIP_BYTES: Final = 64 * 2**30
"""Largest bundle, in bytes."""

ZIP_FINDINGS: Final = 1_000
"""Most findings against one rule that are kept when a bundle's list of files is read."""

SIGNATURES: Final = 64
"""Most signatures of a bundle that are checked."""

SIGNATURE_BYTES: Final = 64 * 2**10
"""Largest signature file read, in bytes."""

COMMENT_BYTES: Final = 4_096
"""Longest comment that is signed with a bundle, in bytes; minisign reads twice that."""

KEY_BYTES: Final = 64 * 2**10
"""Largest file of keys read, in bytes."""

KEY_FILES: Final = 1_000
"""Most files of keys read from one folder."""

KEY_MEMORY: Final = 1 * 2**30
"""Most bytes that opening a key with a password may take, which is what minisign takes."""

KEY_OPERATIONS: Final = 2**26
"""Most work that opening a key with a password may be, in libsodium's operations.

minisign asks for half of that, which takes three seconds."""

DECLARATION_BYTES: Final = 1_024
"""Largest `bagit.txt` read, in bytes; it has two short lines."""

BAG_INFO_BYTES: Final = 4 * 2**20
"""Largest `bag-info.txt` read, in bytes."""

MANIFEST_BYTES: Final = 64 * 2**20
"""Largest manifest or `fetch.txt` of a bag read, in bytes."""

BAG_LINES: Final = 500_000
"""Most lines in all manifests of a bag together.

Twice the most files of a bundle; to read so many and to miss every file took 300 MiB."""

BAG_NAME: Final = 4_096
"""Longest name in a manifest, in characters; no system has longer ones."""

BAG_FOLDED: Final = 8 * 2**20
"""Most characters of names outside ASCII that are compared in other forms than their own."""

BAG_FINDINGS: Final = 1_000
"""Most findings against one rule that are kept when the tag files of a bag are read."""

CRATE_BYTES: Final = 32 * 2**20
"""Largest RO-Crate read, in bytes; that of a bundle of 10,000 slides takes half of that."""

CRATE_VALUES: Final = 1_000_000
"""Most values in an RO-Crate, counted by the commas and brackets before it is parsed.

The dearest take 300 bytes each, and a text up to four times as many bytes as its file."""

JOURNAL_BYTES: Final = 64 * 2**10
"""Most bytes read of the file in which a show is written down."""

RUNS_BYTES: Final = 8 * 2**20
"""Largest file of the runs of one deck, in bytes; 20 runs of 1,000 slides take a quarter."""
