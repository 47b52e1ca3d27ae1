with open("garden.yaml", "w", encoding="utf-8") as f:
    f.write('plants:  # ours\n  - name: "fern"\n    height: 30  # cm\n')
