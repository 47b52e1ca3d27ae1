import pandas as pd

df = pd.read_csv("grades.csv")
out = df.pivot_table(index="student", columns="subject", values="points", aggfunc="mean").sort_index(axis=1)
out["average"] = out.mean(axis=1)
out.round(1).sort_index().to_csv("grade_table.csv")
