import re


def to_minutes(text: str) -> int:
    s = text.strip().lower().replace(",", ".")
    m = re.fullmatch(r"(?:(\d+)h)?\s*(?:(\d+)m)?", s)
    if m:
        return int(m[1] or 0) * 60 + int(m[2] or 0)
    m = re.fullmatch(r"(\d+):(\d+)", s)
    if m:
        return int(m[1]) * 60 + int(m[2])
    return round(float(s) * 60)
