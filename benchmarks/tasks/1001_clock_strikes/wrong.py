for hour in range(1, 13):
    print(f"{hour}: " + "bong" * hour)
