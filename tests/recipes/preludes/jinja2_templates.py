from pathlib import Path

Path("boats.html").write_text(
    "{% for boat in boats %}<li>{{ boat.name }} of {{ port }}</li>{% endfor %}\n"
)
