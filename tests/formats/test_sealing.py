"""A signature is added to a sound bundle, and not one other byte of it changes."""

from __future__ import annotations

import errno
import hashlib
import re
import zipfile
from pathlib import Path

import pytest

from reader.core.files import Pack
from reader.errors import BundleError, Cancelled, ReaderError, RefusedError
from reader.formats.bags.proof import prove
from reader.formats.bundles.sealing import Sealed, seal
from reader.formats.bundles.unbundling import unbundle
from reader.formats.places import files_at
from reader.formats.signing.signatures import SignatureState
from reader.formats.signing.trusted_keys import TrustedKeys, read_trusted
from reader.formats.zip.directory import read_directory
from tests.formats import bags
from tests.formats.decks import bundled, make_deck, tree, write
from tests.formats.signers import (
    SECRET,
    done,
    minisign_pair,
    needs_minisign,
    needs_ssh,
    run,
    ssh_pair,
    ssh_signature,
)
from tests.formats.zips import write as write_zip

SIGNED = "tagmanifest-sha512.txt"
WHEN = 1_760_000_000


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sealing")
    return bundled(make_deck(folder / "deck"), folder / "made.deck.zip").place


@pytest.fixture
def made(original: Path, tmp_path: Path) -> Path:
    return write(tmp_path, "to/made.deck.zip", original.read_bytes())


def signed(path: Path, key: Path, **options: object) -> Sealed:
    words = {"password": lambda: "", "comment": "for the record", "when": WHEN, **options}
    return seal(path, key, **words)  # type: ignore[arg-type]


def member(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as file:
        return file.read(f"colours/{name}")


def without_signatures(path: Path, to: Path) -> bytes:
    """The bundle written again from all its other files."""
    with zipfile.ZipFile(path) as file:
        names = [name for name in file.namelist() if "/signatures/" not in name]
        write_zip(to, [(name, file.read(name)) for name in names])
    return to.read_bytes()


def states(path: Path, *keys: Path) -> list[SignatureState]:
    known = tuple(key for path in keys for key in read_trusted(path).keys)
    trusted = TrustedKeys(known) if keys else None
    return sorted((s.state for s in prove(path, trusted).signatures), key=lambda s: s.name)


@needs_minisign
def test_minisign_finds_the_signature_good(made: Path, original: Path, tmp_path: Path) -> None:
    public, secret = minisign_pair(tmp_path)
    found = signed(made, secret)
    assert re.fullmatch(r"signatures/tagmanifest-sha512\.txt\.[0-9A-F]{16}\.minisig", found.name)
    message = write(tmp_path, SIGNED, member(made, SIGNED))
    write(tmp_path, f"{SIGNED}.minisig", member(made, found.name))
    said = done("minisign", "-V", "-p", public, "-m", message)
    assert b"for the record" in said
    assert found.seal == hashlib.sha512(message.read_bytes()).hexdigest()
    assert without_signatures(made, tmp_path / "again.zip") == original.read_bytes()
    assert states(made) == [SignatureState.UNKNOWN_KEY]
    assert states(made, public) == [SignatureState.KNOWN]
    assert prove(made, read_trusted(public)).findings == ()


@needs_ssh
def test_ssh_keygen_finds_the_signature_good(made: Path, original: Path, tmp_path: Path) -> None:
    key = ssh_pair(tmp_path)
    found = signed(made, key)
    signature = write(tmp_path, "signature", member(made, found.name))
    public = key.with_suffix(".pub").read_text()
    signers = write(tmp_path, "allowed_signers", f"ann@example.org {public}")
    done(
        *("ssh-keygen", "-Y", "verify", "-f", signers, "-I", "ann@example.org"),
        *("-n", "deck-bundle", "-s", signature),
        given=member(made, SIGNED),
    )
    assert without_signatures(made, tmp_path / "again.zip") == original.read_bytes()
    assert states(made, signers) == [SignatureState.KNOWN]


@needs_minisign
@needs_ssh
def test_several_keys_can_sign_in_any_order(made: Path, original: Path, tmp_path: Path) -> None:
    ann, bob, ssh = minisign_pair(tmp_path), minisign_pair(tmp_path, "bob"), ssh_pair(tmp_path)
    other = write(tmp_path, "other.deck.zip", made.read_bytes())
    for key in (ann[1], ssh, bob[1]):
        signed(made, key)
    for key in (bob[1], ann[1], ssh):
        signed(other, key)
    assert made.read_bytes() == other.read_bytes()
    assert without_signatures(made, tmp_path / "again.zip") == original.read_bytes()
    assert states(made, ann[0], bob[0], ssh.with_suffix(".pub")) == [SignatureState.KNOWN] * 3
    assert states(made, ann[0]) == [SignatureState.KNOWN] + [SignatureState.UNKNOWN_KEY] * 2
    assert read_directory(Pack(made)).findings == ()


@needs_minisign
def test_the_same_key_replaces_its_own_signature(made: Path, tmp_path: Path) -> None:
    public, secret = minisign_pair(tmp_path)
    first = signed(made, secret)
    before = made.read_bytes()
    assert signed(made, secret) == first
    assert made.read_bytes() == before
    assert signed(made, secret, comment="again", when=WHEN + 1) == first
    assert made.read_bytes() != before
    [signature] = prove(made, read_trusted(public)).signatures
    assert signature.state is SignatureState.KNOWN
    assert "again" in signature.comment


@needs_minisign
def test_a_signed_bundle_unpacks_and_bundles_to_the_unsigned_one(
    made: Path, original: Path, tmp_path: Path
) -> None:
    signed(made, minisign_pair(tmp_path)[1])
    unbundle(made, tmp_path / "deck")
    for number, place in enumerate([tmp_path / "deck", made]):
        again = bundled(files_at(place), tmp_path / f"{number}.deck.zip").place
        assert again.read_bytes() == original.read_bytes()


@needs_minisign
def test_an_unpacked_bag_is_signed_in_its_folder(original: Path, tmp_path: Path) -> None:
    public, secret = minisign_pair(tmp_path)
    with zipfile.ZipFile(original) as file:
        file.extractall(tmp_path / "bag")
    bag = tmp_path / "bag" / "colours"
    before = tree(bag)
    found = signed(bag / "data" / "slides", secret)
    after = tree(bag)
    signature = after.pop(found.name)
    assert after == before
    done(
        *("minisign", "-V", "-p", public, "-m", bag / SIGNED),
        *("-x", write(tmp_path, "signature", signature)),
    )
    assert states(bag, public) == [SignatureState.KNOWN]


# What is not signed


def refused(path: Path, key: Path, words: str, **options: object) -> ReaderError:
    before = tree(path.parent)
    with pytest.raises(BundleError) as caught:
        signed(path, key, **options)
    assert words in " ".join([str(caught.value), *getattr(caught.value, "problems", [])])
    assert tree(path.parent) == before
    return caught.value


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A secret key of minisign's without a password."""
    return write(tmp_path, "ann.key", SECRET)


def test_a_bundle_with_a_changed_file_is_not_signed(made: Path, key: Path) -> None:
    data = bytearray(made.read_bytes())
    data[data.index(b"IDAT")] ^= 1
    made.write_bytes(data)
    assert isinstance(refused(made, key, "not the one that was bagged"), RefusedError)


def test_a_zip_with_trailing_bytes_is_not_signed(made: Path, key: Path) -> None:
    made.write_bytes(made.read_bytes() + b"x")
    refused(made, key, "behind the end")


@needs_ssh
def test_a_bundle_with_a_bad_signature_is_not_signed(made: Path, tmp_path: Path, key: Path) -> None:
    ssh = ssh_pair(tmp_path)
    name = signed(made, ssh).name
    with zipfile.ZipFile(made) as file:
        members = {name: file.read(name) for name in file.namelist()}
    members[f"colours/{name}"] = ssh_signature(ssh)  # of another message
    write_zip(made, list(members.items()))
    refused(made, key, "signature is bad")


def test_a_bag_without_what_would_be_signed_is_one_sentence(tmp_path: Path, key: Path) -> None:
    bag = bags.make_bag(tmp_path / "in" / "bag", algorithms=("sha256",))
    refused(bag, key, f"there is no {SIGNED}")


def test_a_link_for_the_folder_of_signatures_is_never_followed(
    original: Path, tmp_path: Path, key: Path
) -> None:
    with zipfile.ZipFile(original) as file:
        file.extractall(tmp_path / "bag")
    bag = tmp_path / "bag" / "colours"
    (tmp_path / "outside").mkdir()
    (bag / "signatures").symlink_to(tmp_path / "outside", target_is_directory=True)
    refused(bag, key, "signatures")
    assert tree(tmp_path / "outside") == {}


@pytest.mark.parametrize("data", [b"", b"no key", b"\0" * 100_000])
def test_what_is_no_key_is_one_sentence(made: Path, tmp_path: Path, data: bytes) -> None:
    found = refused(made, write(tmp_path, "k", data), "key")
    assert found.where is not None
    assert found.where.file == tmp_path / "k"
    refused(made, tmp_path / "nothing", "secret key cannot be read")


def test_who_cancels_finds_the_bundle_as_it_was(made: Path, key: Path) -> None:
    before = made.read_bytes()
    with pytest.raises(Cancelled):
        signed(made, key, stop=lambda: True)
    assert tree(made.parent) == {"made.deck.zip": before}


def test_a_disk_that_is_full_leaves_the_bundle_as_it_was(
    made: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    found = refused(made, key, "the signature cannot be written: No space left on device")
    assert found.where is not None
    assert found.where.file == made


def test_what_is_moved_there_meanwhile_is_not_signed(
    made: Path, key: Path, tmp_path: Path, original: Path
) -> None:
    """Only what was proved gets the signature, whatever took its place since."""

    def swap() -> str:
        raise AssertionError("this key has no password")

    other = write(tmp_path, "other", b"something else")

    def told(_: object) -> None:
        if other.exists():
            other.replace(made)

    signed(made, key, told=told, password=swap)
    assert without_signatures(made, tmp_path / "again.zip") == original.read_bytes()


@needs_ssh
def test_a_link_to_a_bundle_stays_a_link(made: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.deck.zip"
    link.symlink_to(made)
    signed(link, ssh_pair(tmp_path))
    assert link.is_symlink()
    assert len(prove(made).signatures) == 1
    assert run("unzip", "-tq", made).returncode == 0
