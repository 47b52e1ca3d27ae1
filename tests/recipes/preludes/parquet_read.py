import pandas as pd

pd.DataFrame({"code": ["007", "012"], "length": [7.5, 12]}).to_parquet("boats.parquet")
