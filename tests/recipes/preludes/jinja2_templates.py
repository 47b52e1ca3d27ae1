from pathlib import Path

Path("boats.json").write_text('{"boats": [{"name": "Gull & Son"}]}')
Path("boats.html").write_text(
    "{% for boat in boats %}<li>{{ loop.index }}. {{ boat.name }} of {{ port }}</li>{% endfor %}\n"
)
