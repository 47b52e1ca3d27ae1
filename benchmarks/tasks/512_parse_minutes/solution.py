import re


def to_minutes(text: str) -> int:
    s = re.sub(r"\s+", "", text).lower().replace(",", ".")
    m = re.fullmatch(r"(?:(\d+)h)?(?:(\d+)m)?", s)
    if s and m:
        return int(m[1] or 0) * 60 + int(m[2] or 0)
    m = re.fullmatch(r"(\d+):(\d+)", s)
    if m:
        return int(m[1]) * 60 + int(m[2])
    if re.fullmatch(r"\d+(\.\d+)?", s):
        return round(float(s) * 60)
    raise ValueError(f"not a duration: {text!r}")
