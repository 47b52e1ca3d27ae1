"""Check for 522_vat_invoices. Run with the work folder as cwd, after the script has run.
Exits 0 only if the outcome is right; otherwise prints one line saying why not, and exits 1."""
import csv, json, os, re, sys
from pathlib import Path

FILES = Path(__file__).resolve().parent / "files"  # the inputs as they were before the run


def bad(why):
    print(" ".join(str(why).split())[:300], flush=True)
    sys.exit(1)


def need(ok, why):
    if not ok:
        bad(why)


def _unreadable(kind, exc, tb):
    print("the output could not be read: " + " ".join(f"{kind.__name__}: {exc}".split())[:250], flush=True)
    os._exit(1)


sys.excepthook = _unreadable


def stdout():
    return Path(os.environ["CODE_IT_STDOUT"]).read_text(encoding="utf-8", errors="replace")


def source():
    return Path(os.environ["CODE_IT_SOURCE"]).read_text(encoding="utf-8", errors="replace")


def text(name):
    need(Path(name).is_file(), f"{name} was not made")
    return Path(name).read_bytes().decode("utf-8-sig", "replace")


def lines(s):
    return [x.strip() for x in s.splitlines() if x.strip()]


def nums(s):
    s = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", s.replace("\u2212", "-"))
    return [float(x) for x in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?", s)]


def has(s, x, tol=0.006):
    return any(abs(n - x) <= tol for n in nums(s))


def table(name, columns):
    """The rows of a CSV file as dicts; its header must be these columns."""
    got = [r for r in csv.reader(text(name).splitlines()) if any(c.strip() for c in r)]
    need(got, f"{name} is empty")
    head = [c.strip().lower() for c in got[0]]
    need(head == columns, f"{name} has the header {head}, not {columns}")
    need(all(len(r) == len(head) for r in got), f"{name} has a row with the wrong number of fields")
    return [dict(zip(head, (c.strip() for c in r))) for r in got[1:]]


def same(a, b, tol=0.006):
    return abs(float(str(a).replace(",", "")) - float(b)) <= tol


from decimal import Decimal, ROUND_HALF_UP
import pypdf
orders = sorted(json.loads((FILES / "orders.json").read_text(encoding="utf-8")), key=lambda o: o["number"])
need(Path("invoices.pdf").is_file(), "invoices.pdf was not made")
pages = pypdf.PdfReader("invoices.pdf").pages
need(len(pages) == len(orders), f"invoices.pdf has {len(pages)} pages, not {len(orders)}")
rows = table("totals.csv", ["number", "net", "vat", "total"])
need(len(rows) == len(orders), f"totals.csv has {len(rows)} rows, not {len(orders)}")
for page, o, row in zip(pages, orders, rows):
    n = o["number"]
    box = page.mediabox
    need(abs(float(box.width) - 595.3) < 2 and abs(float(box.height) - 841.9) < 2, "a page is not A4")
    t = " ".join(page.extract_text().split())
    need(re.search(rf"Invoice:? *{n}(?!\d)", t), f"the page of order {n} does not have the words Invoice {n}")
    for k in ("name", "city"):
        need(o["customer"][k] in t, f"the {k} {o['customer'][k]} is not on the page of order {n}")
    nets = {}
    for l in o["lines"]:
        amount = l["quantity"] * Decimal(l["price"])
        nets[l["vat"]] = nets.get(l["vat"], 0) + amount
        need(l["product"] in t, f"{l['product']} is not on the page of order {n}")
        part = re.sub(r"[x×](?=\d)", " ", t.split(l["product"], 1)[1][:60])
        need(has(part, l["quantity"], 0) and has(part, float(amount), 0.001), f"quantity or net amount of {l['product']} is missing on the page of order {n}")
    vats = {r: (v * r / 100).quantize(Decimal("0.01"), ROUND_HALF_UP) for r, v in nets.items()}
    net, vat = sum(nets.values()), sum(vats.values())

    def shown(label):
        m = re.search(label + r" *:? *(?:€|EUR)? *(-?[\d,]*\.?\d+)", t)
        return m and Decimal(m[1].replace(",", ""))

    for label, v in [(r"\bNet", net), (r"\bTotal", net + vat)] + [(rf"VAT *{r} *%", v) for r, v in vats.items()]:
        name = label.replace("\\b", "").replace(" *", " ")
        need(shown(label) is not None, f"{name}: with an amount is not on the page of order {n}")
        need(shown(label) == v, f"{name} of order {n} is {shown(label)}, not {v:.2f}")
        need(re.search(rf"(?<![\d.]){re.escape(f'{v:.2f}')}(?!\d)", t.replace(",", "")), f"{name} of order {n} does not have two decimals")
    for r in {7, 19} - set(vats):
        need(not re.search(rf"VAT *{r} *%", t), f"the page of order {n} shows VAT {r}%, which no line has")
    need(row["number"] == str(n), f"totals.csv has {row['number']} instead of {n}")
    for k, v in (("net", net), ("vat", vat), ("total", net + vat)):
        need(same(row[k], v, 0.001), f"{k} of order {n} in totals.csv is {row[k]}, not {v:.2f}")
