import struct

with open("boats.bin", "wb") as f:
    f.write(struct.pack("<4sI", b"BOAT", 1) + struct.pack("<H8sf", 7, b"Gull", 7.5))
