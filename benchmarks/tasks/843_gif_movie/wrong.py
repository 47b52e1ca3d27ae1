from pathlib import Path
from PIL import Image

pictures = [Image.open(p) for p in sorted(Path("frames").glob("*.png"))]
pictures[0].save("movie.gif", save_all=True, append_images=pictures[1:], duration=200, loop=0)
