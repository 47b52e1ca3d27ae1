"""Check for 620_melody_wav. Run with the work folder as cwd, after the script has run.
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


import wave
import numpy as np
RATE, BASE = 22050, {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
notes = []
for l in lines((FILES / "melody.txt").read_text()):
    if not l.startswith("#"):
        n, d = l.split()
        f = None if n == "R" else 440 * 2 ** ((BASE[n[0]] + n.count("#") - n.count("b") + 12 * int(n[-1]) - 57) / 12)
        notes.append((n, f, float(d)))
need(Path("melody.wav").is_file(), "melody.wav was not made")
with wave.open("melody.wav") as w:
    need(w.getnchannels() == 1, f"melody.wav has {w.getnchannels()} channels, not 1")
    need(w.getsampwidth() == 2, f"melody.wav has {8 * w.getsampwidth()} bit, not 16")
    need(w.getframerate() == RATE, f"melody.wav has {w.getframerate()} samples per second, not {RATE}")
    data = np.frombuffer(w.readframes(w.getnframes()), dtype="<i2").astype(float) / 32768
total = sum(d for _, _, d in notes)
need(abs(len(data) / RATE - total) < 0.03, f"melody.wav is {len(data) / RATE:.3f} s long, not {total:g} s")
t = 0.0
for i, (n, f, d) in enumerate(notes, 1):
    part = data[int((t + 0.2 * d) * RATE):int((t + 0.8 * d) * RATE)]
    t += d
    rms = float(np.sqrt(np.mean(part ** 2)))
    if f is None:
        need(rms < 0.005, f"entry {i} is a rest but is not silent")
        continue
    need(rms > 0.02, f"entry {i} ({n}) is hardly to be heard")
    power = np.abs(np.fft.rfft(part * np.hanning(len(part)), 1 << 17))
    freq = np.arange(len(power)) * RATE / (1 << 17)
    top = freq[int(np.argmax(power))]
    need(abs(top / f - 1) < 0.012, f"entry {i} ({n}) sounds at {top:.1f} Hz, not {f:.1f} Hz")
    near = np.abs(freq - top) < 4 * RATE / len(part)
    need((power[near] ** 2).sum() > 0.97 * (power ** 2).sum(), f"entry {i} ({n}) is not a plain sine tone")
ls = lines(stdout())
need(ls and has(ls[-1], total, 0.011), f"the length ({total:g} s) is not printed at the end")
