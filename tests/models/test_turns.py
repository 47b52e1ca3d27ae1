"""Requests to one model server take turns."""

from __future__ import annotations

import threading

import pytest

from code_it.models.turns import Turns, turns_of


def test_one_after_the_other() -> None:
    """The second goes when the first has ended, also by an error."""
    turns = Turns()
    went = threading.Event()

    def second() -> None:
        with turns.turn():
            went.set()

    thread = threading.Thread(target=second)
    with pytest.raises(ZeroDivisionError), turns.turn():
        thread.start()
        assert not went.wait(0.1)
        raise ZeroDivisionError
    assert went.wait(10)
    thread.join(10)


def test_as_many_as_there_are_slots() -> None:
    """A server may have more than one."""
    turns = Turns()
    turns.slots = 2
    both = threading.Barrier(2, timeout=10)

    def go() -> None:
        with turns.turn():
            both.wait()

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert not both.broken


def test_a_turn_within_a_turn_waits_for_nothing() -> None:
    """A question that is put while an answer is heard, by the same thread, is no deadlock."""
    turns = Turns()
    with turns.turn(), turns.turn():
        pass
    with turns.turn():
        pass


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8080/v1",
        "http://localhost:11434",
        "http://192.168.1.4:8000/v1",
        "http://user:secret@nas:5000",
        "http://[::1]:8080",
        "http://box.local:1234/v1",
    ],
)
def test_servers_of_ones_own_have_turns(url: str) -> None:
    """The same for every address of one server."""
    turns = turns_of(url)
    assert turns is not None
    assert turns_of(f"{url}/chat/completions") is turns


def test_others_have_none() -> None:
    """They look after themselves."""
    assert turns_of("https://api.example.com/v1") is None
    assert turns_of("https://8.8.8.8/v1") is None
