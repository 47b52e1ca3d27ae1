with open("fern.eml", "w") as f:
    f.write(
        "From: Amy <amy@example.org>\nTo: bo@example.org\nDate: Mon, 04 May 2026 12:30:01 +0200\n"
        "Subject: =?utf-8?q?F=C3=A4rn?=\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nIt grows.\n"
        "--x\nContent-Type: text/csv\nContent-Disposition: attachment; filename=a.csv\n\na,b\n--x--\n"
    )
