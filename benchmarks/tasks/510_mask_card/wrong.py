def mask_card(number: str) -> str:
    return "".join("*" if c.isdigit() else c for c in number[:-4]) + number[-4:]
