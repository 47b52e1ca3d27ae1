import pandas as pd

wide = pd.read_csv("rain.csv")
months = list(wide.columns[1:])
rain = wide.melt(id_vars="station", var_name="month", value_name="mm").dropna()
rain["month"] = rain["month"].map({m: i for i, m in enumerate(months, 1)})
rain.to_csv("rain_long.csv", index=False)
for station, month in zip(wide["station"], wide[months].idxmax(axis=1)):
    print(station, month)
