import json
import numpy as np

weight, length = np.loadtxt("spring.csv", delimiter=",", skiprows=1, unpack=True)
slope, intercept = np.polyfit(weight, length, 1)
r = np.corrcoef(weight, length)[0, 1]
fit = {"slope": round(float(slope), 4), "intercept": round(float(intercept), 4), "r_squared": round(float(r), 4)}
with open("fit.json", "w") as f:
    json.dump(fit, f)
print(round(float(slope * 250 + intercept), 1))
