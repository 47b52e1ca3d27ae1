import gzip

with gzip.open("plants.csv.gz", "wt") as f:
    f.write("plant,height\nmoss,3\n")
