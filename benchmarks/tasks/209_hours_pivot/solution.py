import pandas as pd

df = pd.read_csv("hours.csv").dropna(subset=["project"])
out = df.pivot_table(index="employee", columns="project", values="hours", aggfunc="sum", fill_value=0)
out["total"] = out.sum(axis=1)
out.reset_index().to_csv("pivot.csv", index=False)
