import json
from rich.console import Console
from rich.table import Table

with open("todo.json", encoding="utf-8") as f:
    tasks = [t for t in json.load(f) if not t["done"]]
tasks.sort(key=lambda t: (t["due"] is None, t["due"] or ""))
table = Table(title="Open tasks")
for name in ("Due", "Title", "Owner"):
    table.add_column(name)
for t in tasks:
    table.add_row(t["due"] or "-", t["title"], t["owner"])
console = Console()
console.print(table)
console.print(sum(t["owner"] == "Marta" for t in tasks))
