with open("fern.eml", "w") as f:
    f.write(
        "From: Amy <amy@example.org>\nTo: bo@example.org\nDate: Mon, 04 May 2026 12:30:01 +0200\n"
        "Subject: =?utf-8?q?F=C3=A4rn?=\n\nIt grows.\n"
    )
