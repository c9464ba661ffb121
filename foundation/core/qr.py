"""QR codes as drawings: what paper and pages draw as rectangles. Error correction Q: a quarter may be smudged."""

import qrcode

Run = tuple[int, int, int]


def runs(text: str) -> list[Run]:
    """The dark modules of the code as (row, first column, length) of unbroken runs."""
    found = []
    for row, modules in enumerate(_matrix(text)):
        start = None
        for column, dark in enumerate([*modules, False]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                found.append((row, start, column - start))
                start = None
    return found


def side(text: str) -> int:
    """Modules along one side; the quiet zone is the paper around."""
    return len(_matrix(text))


def svg_path(text: str) -> str:
    """The code as the path of an SVG whose view box is `side` wide; nothing in it comes from the text itself."""
    return "".join(f"M{column} {row}h{length}v1h-{length}z" for row, column, length in runs(text))


def _matrix(text: str) -> list[list[bool]]:
    code = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_Q)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]
