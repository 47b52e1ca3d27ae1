import json
from pathlib import Path


def files(folder):
    return {p.relative_to(folder).as_posix(): p.stat().st_size for p in Path(folder).rglob("*") if p.is_file()}


old, new = files("old"), files("new")
both = sorted(set(old) & set(new))
changes = {
    "added": sorted(set(new) - set(old)),
    "removed": sorted(set(old) - set(new)),
    "changed": [n for n in both if old[n] != new[n]],
    "same": [n for n in both if old[n] == new[n]],
}
with open("changes.json", "w") as f:
    json.dump(changes, f, indent=1)
