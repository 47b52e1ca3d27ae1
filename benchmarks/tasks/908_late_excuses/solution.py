excuses = [
    "I am late because my cat hid both of my shoes.",
    "Sorry I was late, a goose would not let me cross the road.",
    "The late bus was so late that it was early for the next day.",
    "I came late since my alarm clock ran away in the night.",
    "My neighbour's parrot told me it was Sunday, so I am late.",
    "I was late because I had to teach my toast to stand up.",
    "The lift wanted to talk about its ups and downs, so I was late.",
]
with open("excuses.txt", "w") as f:
    for line in excuses:
        f.write(line + "\n")
