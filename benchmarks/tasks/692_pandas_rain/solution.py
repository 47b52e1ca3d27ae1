import pandas as pd

wide = pd.read_csv("rain.csv")
months = list(wide.columns[1:])
wide["row"] = range(len(wide))
rain = wide.melt(id_vars=["station", "row"], var_name="month", value_name="mm").dropna(subset=["mm"])
rain["month"] = rain["month"].map({m: i for i, m in enumerate(months, 1)})
rain.sort_values(["row", "month"])[["station", "month", "mm"]].to_csv("rain_long.csv", index=False)
for station, month in zip(wide["station"], wide[months].idxmax(axis=1)):
    print(station, month)
