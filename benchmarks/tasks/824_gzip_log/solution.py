import gzip

with gzip.open("server.log.gz", "rt", encoding="utf-8") as f:
    errors = [line for line in f if line.split()[2] == "ERROR"]
with open("errors.txt", "w", encoding="utf-8") as f:
    f.writelines(errors)
print(len(errors))
