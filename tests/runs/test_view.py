"""What a person sees of a run while it goes on."""

from __future__ import annotations

import io
import logging

import pytest

from code_it.runs.view import LiveView, PlainView, SilentView, View, ViewHandler, choose_view

# Clears the screen, sets the title, writes to the clipboard, rings, goes back, turns text around.
HOSTILE = "\x1b[2J\x1b]0;title\x07\x1b]52;c;ZXZpbA==\x07\x9b2J\u202e\rback"
HARMFUL = ("\x1b[2J", "\x1b]", "\x07", "\x9b", "\u202e")


class Terminal(io.StringIO):
    """What claims to be a terminal."""

    def isatty(self) -> bool:
        return True


def test_plain_lines_for_a_pipe() -> None:
    """One line per event, with the time; the model's words are left out."""
    stream = io.StringIO()
    with choose_view(stream, quiet=False, verbose=False) as view:
        view.stage("writing", "script 1")
        view.text("print('hello')")
        view.note("Mended: x")
        view.stage("running")
    lines = [line.split(" s  ", 1) for line in stream.getvalue().splitlines()]
    assert [text for _, text in lines] == ["Writing: script 1", "Mended: x", "Running"]
    assert all(float(seconds) >= 0 for seconds, _ in lines)


def test_verbose_shows_the_transcript_in_whole_lines() -> None:
    """Pieces are joined to lines, also the last one, which has no end."""
    stream = io.StringIO()
    with choose_view(stream, quiet=False, verbose=True) as view:
        for piece in ("a = ", "1\nb", " = 2\n", "c"):
            view.text(piece)
        view.stage("running")
    lines = stream.getvalue().splitlines()
    assert lines[:3] == ["    | a = 1", "    | b = 2", "    | c"]
    assert lines[3].endswith("Running")


def test_an_escape_sequence_in_two_pieces_is_seen() -> None:
    """A sequence is not let through because it came in parts."""
    stream = io.StringIO()
    with PlainView(stream, verbose=True) as view:
        view.text("\x1b")
        view.text("]52;c;x\x07\n")
    assert "\x1b" not in stream.getvalue()


def test_progress_lines_are_few_and_end_with_the_whole() -> None:
    """A download says how far it is now and then, and that it is complete."""
    stream = io.StringIO()
    with PlainView(stream) as view:
        for done in range(101):
            view.progress("the model", done * 2**20, 100 * 2**20)
        view.stage("reading")
        view.progress("a page", 10, 0)
    lines = [line.split(" s  ")[1] for line in stream.getvalue().splitlines()]
    assert lines[0] == "the model: 0.0 KiB of 100.0 MiB (0 %)"
    assert lines[1] == "the model: 100.0 MiB of 100.0 MiB (100 %)"
    assert lines[2:] == ["Reading", "a page: 0.0 KiB"]


@pytest.mark.parametrize("view_type", [PlainView, LiveView])
def test_nothing_that_steers_a_terminal_gets_through(view_type: type[PlainView | LiveView]) -> None:
    """Whichever way it comes: stage, detail, note, text or the name of a download."""
    stream = Terminal()
    view: View = view_type(stream, verbose=True) if view_type is PlainView else LiveView(stream)
    with view:
        view.text(HOSTILE)
        view.progress(HOSTILE, 1, 2)
        view.note(HOSTILE)
        view.stage(HOSTILE, HOSTILE)
        view.text(HOSTILE + "\n" + HOSTILE)
    assert "back" in stream.getvalue()
    assert not [harm for harm in HARMFUL if harm in stream.getvalue()]


def test_the_live_view_keeps_the_stages_and_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is over stays above; markup in it is text; the cursor is given back."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    stream = Terminal()
    with choose_view(stream, quiet=False, verbose=False) as view:
        assert isinstance(view, LiveView)
        view.stage("writing", "[red]script[/red] :cat: 1")
        view.text("print(1)\n")
        view.note("[/] is no markup")
        view.stage("running", "it")
    shown = stream.getvalue()
    assert " s Writing: [red]script[/red] :cat: 1" in shown
    assert "[/] is no markup" in shown
    assert " s Running: it" in shown
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")
    assert "\x1b[31m" not in shown


def test_the_live_view_shows_code_and_downloads() -> None:
    """The last lines that were written, and how far a download is."""
    stream = Terminal()
    with LiveView(stream) as view:
        view.stage("loading", "the model")
        view.progress("weights", 3 * 2**20, 4 * 2**20)
        view.text("".join(f"line_{number}\n" for number in range(40)))
        view._live.refresh()
    shown = stream.getvalue()
    assert "line_39" in shown
    assert "line_28" in shown
    assert "line_27" not in shown
    assert "3.0/4.0 MiB" in shown


def test_quiet_shows_nothing_and_a_dumb_terminal_gets_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The view fits the stream and the wish."""
    monkeypatch.setenv("TERM", "dumb")
    assert isinstance(choose_view(Terminal(), quiet=True, verbose=True), SilentView)
    assert isinstance(choose_view(None, quiet=False, verbose=False), SilentView)
    assert isinstance(choose_view(Terminal(), quiet=False, verbose=False), PlainView)


@pytest.mark.parametrize("view_type", [PlainView, LiveView])
def test_a_closed_stream_ends_no_run(view_type: type[PlainView | LiveView]) -> None:
    """Whoever watched is gone, and the run goes on."""
    stream = Terminal()
    with view_type(stream) as view:
        stream.close()
        view.stage("writing", "x")
        view.text("x\n")
        view.note("x")
        view.progress("x", 1, 2)
        view.stage("running")


def test_log_records_become_lines() -> None:
    """What is logged is shown in the view, cleaned like all else."""
    stream = io.StringIO()
    logger = logging.Logger("somewhere")
    logger.addHandler(ViewHandler(PlainView(stream), logging.WARNING))
    logger.info("unseen")
    logger.warning("seen %s", "\x1b[2J")
    assert stream.getvalue().endswith("seen \\x1b[2J\n")
    assert "unseen" not in stream.getvalue()
