from pptx import Presentation

deck = Presentation()
slide = deck.slides.add_slide(deck.slide_layouts[1])
slide.shapes.title.text = "Boats"
deck.save("boats.pptx")
