for hour in range(1, 13):
    print(f"{hour}:", " ".join(["bong"] * hour))
