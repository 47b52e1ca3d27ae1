def mask_card(number: str) -> str:
    hide = sum(c.isdigit() for c in number) - 4
    out = []
    for c in number:
        if c.isdigit():
            out.append("*" if hide > 0 else c)
            hide -= 1
        else:
            out.append(c)
    return "".join(out)
