with open("boats.ics", "w", newline="") as f:
    f.write(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260504T070000Z\r\n"
        "DTSTART:20260504T070000Z\r\nSUMMARY:Sail\\, rest\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
