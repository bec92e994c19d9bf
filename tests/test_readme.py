"""The README is true: its tables, its commands, and the layout that it promises."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from reader import cli
from reader.dev.checkout import README, ROOT
from reader.dev.docs import updated
from reader.verbs import RUN

TOP_LEVEL = {"reader", "slides", "assets", "tests", "pyproject.toml", "README.md", "LICENSE"}
TEXT = README.read_text(encoding="utf-8")


def shell_blocks() -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


def command_after(marker: str) -> str:
    found = re.search(rf"^<!-- {marker} -->\n```sh\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
    assert found, f"README.md has no block after <!-- {marker} -->"
    return found[1]


def test_the_tables_are_those_of_the_program() -> None:
    assert updated(TEXT) == TEXT, "run `python -m reader.dev docs`"


def test_one_command_opens_the_deck_and_one_runs_the_tests() -> None:
    opening, testing = command_after("open-command"), command_after("test-command")
    assert opening.endswith(".venv/bin/deck-reader\n")
    assert testing.endswith(".venv/bin/python -m reader.dev check\n")
    for command in (opening, testing):
        assert len(command.splitlines()) == 1


@pytest.mark.parametrize("block", shell_blocks())
def test_the_shell_understands_every_block(block: str) -> None:
    subprocess.run(["sh", "-n"], input=block, text=True, check=True)


@pytest.mark.parametrize(
    "line",
    [line for block in shell_blocks() for line in block.splitlines() if "deck-reader " in line],
)
def test_every_option_of_the_command_exists(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = shlex.split(line.partition("deck-reader ")[2].partition("&&")[0], comments=True)
    verb = [word for word in words[:1] if word in RUN]
    with pytest.raises(SystemExit):
        cli.main([*verb, "--help"])
    told = capsys.readouterr().out
    for word in words:
        if word.startswith("--"):
            assert word in told


def test_every_file_that_it_links_to_exists() -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)]+)\)", TEXT):
        assert (ROOT / target).exists(), target


def test_ci_runs_the_command_for_the_tests() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    program = re.search(r"awk '(.*?)' README", script, re.DOTALL)
    assert program
    found = subprocess.run(
        ["awk", program[1], str(README)], capture_output=True, text=True, check=True
    )
    assert found.stdout == command_after("test-command")


def test_the_top_level_is_what_a_stranger_expects() -> None:
    ignored = {"dist", "build"}
    names = {
        path.name
        for path in ROOT.iterdir()
        if not path.name.startswith(".") and not path.name.endswith((".egg-info", "__pycache__"))
    }
    assert names - ignored == TOP_LEVEL


def test_documents_name_no_path_of_a_machine() -> None:
    for path in (README, ROOT / "pyproject.toml", ROOT / ".ci" / "run"):
        assert isinstance(path, Path)
        assert not re.search(r"/(home|root|work|tmp|Users)/", path.read_text(encoding="utf-8"))
