import re


def later(match):
    hours, minutes, seconds, millis = map(int, match.groups())
    total = ((hours * 60 + minutes) * 60 + seconds) * 1000 + millis + 2750
    seconds, millis = divmod(total, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d},{millis}"


time = re.compile(r"(\d\d):(\d\d):(\d\d),(\d\d\d)")
with open("movie.srt") as src, open("movie_fixed.srt", "w") as out:
    for line in src:
        if time.match(line):
            line = time.sub(later, line)
        out.write(line)
