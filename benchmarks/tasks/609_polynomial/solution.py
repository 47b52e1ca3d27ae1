import sympy

x = sympy.symbols("x")
p = x**4 - 2*x**3 - 13*x**2 + 14*x + 24
print(sympy.factor(p))
print(sympy.diff(p, x))
print(", ".join(str(r) for r in sorted(sympy.solve(p, x))))
