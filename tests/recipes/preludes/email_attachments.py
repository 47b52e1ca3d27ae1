with open("fern.eml", "w") as f:
    f.write(
        "From: Amy <amy@example.org>\nTo: bo@example.org\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nIt grows.\n"
        "--x\nContent-Type: text/csv\nContent-Disposition: attachment; filename=a.csv\n\na,b\n--x--\n"
    )
