# SPDX-License-Identifier: Apache-2.0
"""Pictures as PNG, by resvg; the extra ``isonomia[figures]`` brings it."""


class FiguresMissing(Exception):
    """What draws PNG is not installed, or finds no fonts."""

    def __init__(self, why: str, hint: str) -> None:
        super().__init__(why)
        self.hint = hint


def png(svg: str, zoom: float = 2) -> bytes:
    """The picture as PNG; ``zoom`` pixels for each of its own. Raises FiguresMissing."""
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        why = "PNG needs the library resvg_py, which is not installed"
        raise FiguresMissing(why, "pip install 'isonomia[figures]', or do with the SVG") from None
    if svg_to_bytes(svg_string=_probe("Аa")) == svg_to_bytes(svg_string=_probe("")):
        why = "there are no fonts on this machine, and a PNG would have no words"
        raise FiguresMissing(why, "install a font such as DejaVu Sans, or do with the SVG")
    return bytes(svg_to_bytes(svg_string=svg, zoom=zoom, background="#ffffff"))


def _probe(text: str) -> str:
    """A small picture of a text: without fonts it is the same as that of none."""
    from isonomia.present.svg import Drawing

    drawing = Drawing(40, "", "", "en")
    drawing.height = 40
    drawing.text(5, 30, text, size=20)
    return drawing.svg()
