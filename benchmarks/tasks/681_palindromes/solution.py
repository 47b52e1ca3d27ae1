with open("phrases.txt", encoding="utf-8") as f:
    for line in f:
        phrase = line.rstrip("\n")
        letters = [c for c in phrase.lower() if c.isalpha()]
        if letters == letters[::-1]:
            print(phrase)
