import math
import struct
import wave

RATE = 22050
STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def frequency(note):
    step = STEPS[note[0]]
    if "#" in note:
        step += 1
    if note[1] == "b":
        step -= 1
    octave = int(note.lstrip("ABCDEFG").lstrip("#b"))
    return 440 * 2 ** ((step + 12 * octave - (9 + 48)) / 12)


samples, total = [], 0.0
with open("melody.txt") as f:
    for line in f:
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        note, length = line.split()
        length = float(length)
        total += length
        n = round(length * RATE)
        if note == "R":
            samples += [0] * n
        else:
            hz = frequency(note)
            samples += [round(16000 * math.sin(2 * math.pi * hz * i / RATE)) for i in range(n)]
with wave.open("melody.wav", "wb") as w:
    w.setnchannels(1)
    w.setsampwidth(2)
    w.setframerate(RATE)
    w.writeframes(struct.pack(f"<{len(samples)}h", *samples))
print(total)
