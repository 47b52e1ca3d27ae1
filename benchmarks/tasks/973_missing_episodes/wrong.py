import re
from pathlib import Path

seasons = {}
for path in Path("videos").iterdir():
    match = re.match(r"(.+)_s(\d\d)e(\d\d)\.(mp4|mkv)", path.name)
    if match:
        seasons.setdefault((match[1], match[2]), set()).add(int(match[3]))
missing = []
for (name, season), numbers in seasons.items():
    for number in range(min(numbers), max(numbers)):
        if number not in numbers:
            missing.append(f"{name}_s{season}e{number:02d}")
Path("missing.txt").write_text("".join(line + "\n" for line in sorted(missing)))
