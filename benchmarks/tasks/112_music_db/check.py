"""Check for 112_music_db. Run with the work folder as cwd, after the script has run.
Exits 0 only if the outcome is right; otherwise prints one line saying why not, and exits 1."""
import csv, json, os, re, sys
from pathlib import Path

FILES = Path(__file__).resolve().parent / "files"  # the inputs as they were before the run


def bad(why):
    print(" ".join(str(why).split())[:300], flush=True)
    sys.exit(1)


def need(ok, why):
    if not ok:
        bad(why)


def _unreadable(kind, exc, tb):
    print("the output could not be read: " + " ".join(f"{kind.__name__}: {exc}".split())[:250], flush=True)
    os._exit(1)


sys.excepthook = _unreadable


def stdout():
    return Path(os.environ["CODE_IT_STDOUT"]).read_text(encoding="utf-8", errors="replace")


def source():
    return Path(os.environ["CODE_IT_SOURCE"]).read_text(encoding="utf-8", errors="replace")


def text(name):
    need(Path(name).is_file(), f"{name} was not made")
    return Path(name).read_bytes().decode("utf-8-sig", "replace")


def lines(s):
    return [x.strip() for x in s.splitlines() if x.strip()]


def nums(s):
    s = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", s.replace("\u2212", "-"))
    return [float(x) for x in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?", s)]


def has(s, x, tol=0.006):
    return any(abs(n - x) <= tol for n in nums(s))


def table(name, columns):
    """The rows of a CSV file as dicts; its header must be these columns."""
    got = [r for r in csv.reader(text(name).splitlines()) if any(c.strip() for c in r)]
    need(got, f"{name} is empty")
    head = [c.strip().lower() for c in got[0]]
    need(head == columns, f"{name} has the header {head}, not {columns}")
    need(all(len(r) == len(head) for r in got), f"{name} has a row with the wrong number of fields")
    return [dict(zip(head, (c.strip() for c in r))) for r in got[1:]]


def same(a, b, tol=0.006):
    return abs(float(str(a).replace(",", "")) - float(b)) <= tol


import sqlite3
con = sqlite3.connect(f"file:{FILES / 'music.db'}?mode=ro", uri=True)
want = []
for i, name in con.execute("SELECT id, name FROM artists ORDER BY name").fetchall():
    albums = [a for a, in con.execute("SELECT id FROM albums WHERE artist_id = ?", (i,))]
    secs = [s for a in albums for s, in con.execute("SELECT seconds FROM tracks WHERE album_id = ?", (a,))]
    want.append((name, len(albums), len(secs), sum(secs) / 60))
rows = table("artists.csv", ["artist", "albums", "tracks", "minutes"])
need([r["artist"] for r in rows] == [w[0] for w in want], f"the artists are {[r['artist'] for r in rows]}, not {[w[0] for w in want]}")
for r, (name, a, t, m) in zip(rows, want):
    need(r["albums"] and same(r["albums"], a, 0), f"{name} has {r['albums']!r} albums, not {a}")
    need(r["tracks"] and same(r["tracks"], t, 0), f"{name} has {r['tracks']!r} tracks, not {t}")
    need(r["minutes"] and same(r["minutes"], m, 0.0501), f"the minutes of {name} are {r['minutes']!r}, not {m:.1f}")
    need(not re.search(r"\.\d[1-9]|\.\d0[1-9]", r["minutes"]), f"the minutes {r['minutes']} are not rounded to 1 decimal")
