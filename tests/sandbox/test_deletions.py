"""What becomes of files that a script moved or deleted in its copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.sandbox.deletions import NOT_ALLOWED, Deletions, carry_over


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A work folder; the copy that the script saw is beside it."""
    for place in (tmp_path / "mine", tmp_path / "copy"):
        (place / "photos").mkdir(parents=True)
        (place / "photos" / "a.jpg").write_bytes(b"a")
        (place / "b.txt").write_bytes(b"b")
    return tmp_path / "mine"


def take_away(
    mine: Path, *names: str, delivered: tuple[str, ...] = (), move: bool = True, delete: bool = True
) -> Deletions:
    return carry_over(
        names,
        into=mine,
        copy=mine.parent / "copy",
        delivered=delivered,
        backups=mine.parent / "backups",
        may_move=move,
        may_delete=delete,
    )


def test_what_was_moved_is_gone_and_lies_elsewhere(mine: Path) -> None:
    """It needs no word of the user's beyond the task, and no copy: nothing is lost."""
    (mine / "c.jpg").write_bytes(b"a")
    done = take_away(mine, "photos/a.jpg", delivered=("c.jpg",), delete=False)
    assert done == Deletions(gone=("photos/a.jpg",))
    assert not (mine / "photos" / "a.jpg").exists()
    assert not (mine.parent / "backups").exists()


@pytest.mark.parametrize(("move", "delete"), [(True, False), (False, False)])
def test_what_was_deleted_stays_unless_that_is_allowed(
    mine: Path, move: bool, delete: bool
) -> None:
    """With a word about the setting."""
    done = take_away(mine, "b.txt", move=move, delete=delete)
    assert done == Deletions(left=(("b.txt", NOT_ALLOWED),))
    assert (mine / "b.txt").read_bytes() == b"b"


def test_what_is_deleted_is_kept_in_the_backups(mine: Path) -> None:
    """In the same folders as before."""
    done = take_away(mine, "b.txt", "photos/a.jpg")
    assert done == Deletions(gone=("b.txt", "photos/a.jpg"))
    assert not (mine / "b.txt").exists()
    assert (mine.parent / "backups" / "photos" / "a.jpg").read_bytes() == b"a"


def test_one_file_with_two_names_stays(mine: Path) -> None:
    """As where a name in small letters stands for the same file."""
    (mine / "c.txt").hardlink_to(mine / "b.txt")
    done = take_away(mine, "b.txt", delivered=("c.txt",))
    assert (done.gone, len(done.left)) == ((), 1)
    assert (mine / "b.txt").exists()


def test_a_move_that_lost_the_contents_is_none(mine: Path) -> None:
    """Two files that got one name: the first one stays."""
    (mine / "c.jpg").write_bytes(b"other")
    done = take_away(mine, "photos/a.jpg", delivered=("c.jpg",), delete=False)
    assert done.left == (("photos/a.jpg", NOT_ALLOWED),)


def test_what_changed_meanwhile_stays(mine: Path) -> None:
    """The script never saw it."""
    (mine / "b.txt").write_bytes(b"new")
    assert take_away(mine, "b.txt").left == (("b.txt", "it has changed since the script saw it"),)


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/hostname", "link/x.txt", "gone.txt",
                                  ".hidden", "photos", "link.txt"])  # fmt: skip
def test_nothing_else_is_touched(mine: Path, name: str) -> None:
    """No way out of the folder, no links, no folders, no hidden files."""
    outside = mine.parent / "outside.txt"
    outside.write_bytes(b"o")
    (mine.parent / "elsewhere").mkdir()
    (mine.parent / "elsewhere" / "x.txt").write_bytes(b"x")
    (mine / "link").symlink_to(mine.parent / "elsewhere")
    (mine / "link.txt").symlink_to(mine / "b.txt")
    (mine / ".hidden").write_bytes(b"h")
    (mine.parent / "copy" / ".hidden").write_bytes(b"h")
    before = sorted(mine.parent.rglob("*"))
    done = take_away(mine, name)
    assert (done.gone, [told for told, _ in done.left]) == ((), [name])
    assert sorted(mine.parent.rglob("*")) == before
