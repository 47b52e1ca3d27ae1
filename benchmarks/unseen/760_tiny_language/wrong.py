import re

with open("program.txt") as f:
    source = [line.strip() for line in f]
TOKEN = re.compile(r'"[^"]*"|\d+|[A-Za-z_]\w*|[<>=!]=|[-+*/%<>=(),]')
code = [(n, TOKEN.findall(line)) for n, line in enumerate(source, 1) if line and not line.startswith("#")]
output = []


class Stop(Exception):
    pass


class Return(Exception):
    pass


def blocks(at):
    # the statements from here to the end or else that closes the block
    out = []
    while at < len(code):
        n, t = code[at]
        if t[0] in ("end", "else"):
            return out, at
        if t[0] in ("if", "while", "sub"):
            body, at = blocks(at + 1)
            other = []
            if code[at][1][0] == "else":
                other, at = blocks(at + 1)
            out.append((n, t, body, other))
        else:
            out.append((n, t, None, None))
        at += 1
    return out, at


class Expr:
    def __init__(self, line, tokens, names):
        self.line, self.t, self.at, self.names = line, tokens, 0, names

    def peek(self):
        return self.t[self.at] if self.at < len(self.t) else None

    def take(self):
        self.at += 1
        return self.t[self.at - 1]

    def compare(self):
        v = self.add()
        while self.peek() in ("<", ">", "<=", ">=", "==", "!="):
            op, w = self.take(), self.add()
            v = int({"<": v < w, ">": v > w, "<=": v <= w, ">=": v >= w, "==": v == w, "!=": v != w}[op])
        return v

    def add(self):
        v = self.mul()
        while self.peek() in ("+", "-"):
            v = v + self.mul() if self.take() == "+" else v - self.mul()
        return v

    def mul(self):
        v = self.atom()
        while self.peek() in ("*", "/", "%"):
            op, w = self.take(), self.atom()
            if op != "*" and w == 0:
                raise Stop(f"error in line {self.line}: division by zero")
            v = v * w if op == "*" else int(v / w) if op == "/" else v % w
        return v

    def atom(self):
        t = self.take()
        if t == "-":
            return -self.atom()
        if t == "(":
            v = self.compare()
            self.take()
            return v
        if t.isdigit():
            return int(t)
        if self.peek() == "(":
            self.take()
            args = []
            while self.peek() != ")":
                args.append(self.compare())
                if self.peek() == ",":
                    self.take()
            self.take()
            return call(t, args)
        if t not in self.names:
            raise Stop(f"error in line {self.line}: unknown name {t}")
        return self.names[t]


subs = {}


def call(name, args):
    params, body = subs[name]
    try:
        run(body, dict(zip(params, args)))
    except Return as r:
        return r.args[0]
    return 0


def run(body, names):
    for line, t, inner, other in body:
        word = t[0]
        if word == "let":
            names[t[1]] = Expr(line, t[3:], names).compare()
        elif word == "return":
            raise Return(Expr(line, t[1:], names).compare())
        elif word == "print":
            e, items = Expr(line, t[1:], names), []
            while e.peek() is not None:
                items.append(e.take()[1:-1] if e.peek().startswith('"') else str(e.compare()))
                if e.peek() == ",":
                    e.take()
            output.append(" ".join(items))
        elif word == "if":
            run(inner if Expr(line, t[1:], names).compare() else other, names)
        elif word == "while":
            while Expr(line, t[1:], names).compare():
                run(inner, names)
        elif word == "sub":
            subs[t[1]] = ([x for x in t[3:-1] if x != ","], inner)


try:
    run(blocks(0)[0], {})
except Stop as e:
    output.append(str(e))
with open("output.txt", "w") as f:
    f.write("\n".join(output) + "\n")
