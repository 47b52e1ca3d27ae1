from pathlib import Path

Path("photos").mkdir()
for name in ("My Boat.JPG", "my_boat.jpg", "pond.txt"):
    Path("photos", name).write_text("x")
