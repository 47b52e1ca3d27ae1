with open("garden.yaml", "w", encoding="utf-8") as f:
    f.write("plants:\n  - name: Färn\n    height: 30\n")
