import sympy

x = sympy.symbols("x")
print(sympy.diff(x**3, x) * sympy.diff(sympy.sin(x), x))
