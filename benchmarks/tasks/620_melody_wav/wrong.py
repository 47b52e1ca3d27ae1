import math
import struct
import wave

RATE = 22050
STEPS = {"A": 0, "B": 2, "C": 3, "D": 5, "E": 7, "F": 8, "G": 10}


def frequency(note):
    step = STEPS[note[0]] + note.count("#") - note.count("b")
    return 440 * 2 ** ((step + 12 * (int(note[-1]) - 4)) / 12)


samples, total = [], 0.0
with open("melody.txt") as f:
    for line in f:
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        note, length = line.split()
        length = float(length)
        total += length
        hz = 0 if note == "R" else frequency(note)
        samples += [round(16000 * math.sin(2 * math.pi * hz * i / RATE)) for i in range(round(length * RATE))]
with wave.open("melody.wav", "wb") as w:
    w.setnchannels(1)
    w.setsampwidth(2)
    w.setframerate(RATE)
    w.writeframes(struct.pack(f"<{len(samples)}h", *samples))
print(total)
