with open("phrases.txt", encoding="utf-8") as f:
    for line in f:
        phrase = line.strip()
        letters = phrase.lower().replace(" ", "")
        if letters == letters[::-1]:
            print(phrase)
