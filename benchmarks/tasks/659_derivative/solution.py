import sympy

x = sympy.symbols("x")
print(sympy.diff(x**3 * sympy.sin(x), x))
