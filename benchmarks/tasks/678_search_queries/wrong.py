import json
import re
from pathlib import Path

words = {p.name: set(re.findall("[a-z]+", p.read_text().lower())) for p in Path("texts").iterdir()}
every = set(words)


def search(query):
    tokens = re.findall(r"[()]|[^\s()]+", query)
    at = 0

    def peek():
        return tokens[at] if at < len(tokens) else None

    def take():
        nonlocal at
        at += 1
        return tokens[at - 1]

    def atom():
        t = peek()
        if t == "NOT":
            take()
            return every - atom()
        if t == "(":
            take()
            found = either()
            if peek() != ")":
                raise ValueError("no closing parenthesis")
            take()
            return found
        if t in (None, ")", "AND", "OR"):
            raise ValueError("a word is missing")
        word = take().lower()
        if word.endswith("*"):
            return {n for n, ws in words.items() if any(w.startswith(word[:-1]) for w in ws)}
        return {n for n, ws in words.items() if word in ws}

    def either():
        found = atom()
        while peek() in ("AND", "OR"):
            found = found & atom() if take() == "AND" else found | atom()
        return found

    found = either()
    if peek() is not None:
        raise ValueError("something is left over")
    return sorted(found)


results = []
with open("queries.txt") as f:
    for line in f:
        query = line.strip()
        if query:
            try:
                files = search(query)
            except ValueError:
                files = None
            results.append({"query": query, "files": files})
with open("results.json", "w") as f:
    json.dump(results, f, indent=2)
