from collections import Counter
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

with open("votes.txt", encoding="utf-8") as f:
    count = Counter(line.strip().capitalize() for line in f if line.strip())
ranking = count.most_common()
plt.barh([n for n, _ in ranking], [v for _, v in ranking], color="green")
plt.gca().invert_yaxis()
plt.xlim(left=0)
plt.xlabel("Votes")
plt.tight_layout()
plt.savefig("votes.png")
print(*ranking[0])
