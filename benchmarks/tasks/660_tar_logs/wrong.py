import tarfile

with tarfile.open("logs.tar.gz", "w:gz") as t:
    t.add("logs")
