primes = []
for n in range(2, 200):
    if all(n % p for p in primes):
        primes.append(n)
with open("primes.txt", "w") as f:
    for p in primes:
        f.write(f"{p}\n")
print(len(primes))
