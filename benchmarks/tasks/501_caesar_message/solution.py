with open("secret.txt", encoding="utf-8") as f:
    secret = f.read()
plain = ""
for c in secret:
    if "a" <= c <= "z":
        c = chr((ord(c) - ord("a") - 3) % 26 + ord("a"))
    elif "A" <= c <= "Z":
        c = chr((ord(c) - ord("A") - 3) % 26 + ord("A"))
    plain += c
print(plain, end="")
