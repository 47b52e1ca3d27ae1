primes = []
for n in range(1, 200):
    if all(n % d for d in range(2, n)):
        primes.append(n)
with open("primes.txt", "w") as f:
    for p in primes:
        f.write(f"{p}\n")
print(len(primes))
