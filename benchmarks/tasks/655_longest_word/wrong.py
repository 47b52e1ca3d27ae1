with open("story.txt") as f:
    words = f.read().split()
print(max(words, key=len).strip('"!.,()'))
