from PIL import Image

pictures = [Image.open(f"frames/frame{i}.png") for i in range(1, 13)]
pictures[0].save("movie.gif", save_all=True, append_images=pictures[1:], duration=200, loop=0)
