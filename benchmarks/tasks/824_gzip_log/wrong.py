import gzip

with gzip.open("server.log.gz", "rt", encoding="utf-8") as f:
    errors = [line for line in f if "ERROR" in line]
with open("errors.txt", "w", encoding="utf-8") as f:
    f.writelines(errors)
print(len(errors))
