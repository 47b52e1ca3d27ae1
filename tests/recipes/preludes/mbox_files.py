with open("garden.mbox", "w") as f:
    f.write(
        "From amy Mon May  4 12:30:01 2026\nFrom: Amy <Amy@example.org>\nTo: bo@example.org\n"
        "Date: Mon, 04 May 2026 12:30:01 +0200\nSubject: Fern\n\nIt grows.\n\n"
    )
