from reportlab.platypus import SimpleDocTemplate, Table

table = Table([["boat", "length"], ["Gull", "7.5"]], style=[("GRID", (0, 0), (-1, -1), 1, "black")])
SimpleDocTemplate("boats.pdf").build([table])
