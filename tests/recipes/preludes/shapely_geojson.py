with open("lakes.geojson", "w") as f:
    f.write(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "a"},'
        ' "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 3], [0, 0]]]}}]}'
    )
