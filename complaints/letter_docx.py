"""A letter as DOCX: the least that Office Open XML asks for, written by hand so that the same letter is the same bytes.

A word processor may open and print it; the PDF beside it stays the letter that counts.
"""

import io
import zipfile
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from foundation.core.pdf.text import printable_tree

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType='
    '"application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_RELS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="{_RELS_NS}">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>'
)
_DOCUMENT_RELS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="{_RELS_NS}">'
    f'<Relationship Id="r1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
_FONT = "TH Sarabun New"


def letter_docx(data: dict[str, Any], *, at: datetime) -> bytes:
    """The letter of `letter_data` as DOCX; `at` becomes its day."""
    told = printable_tree(data)
    parts = (
        ("[Content_Types].xml", _TYPES),
        ("_rels/.rels", _PACKAGE_RELS),
        ("word/_rels/document.xml.rels", _DOCUMENT_RELS),
        ("word/styles.xml", _styles(told["language"])),
        ("word/document.xml", _document(told)),
        ("docProps/core.xml", _properties(told, at)),
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts:
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))  # the bytes do not depend on the hour
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return packed.getvalue()


def _document(told: dict[str, Any]) -> str:
    body = [
        _paragraph(told["organisation"], bold=True, align="right"),
        _paragraph(told["place"], align="right"),
        _paragraph(f"{told['reference_label']} {told['reference']}"),
        _paragraph(told["day"], align="center"),
        _paragraph(told["title"], style="Heading1"),
        _paragraph(f"{told['to_label']}  {told['to']}"),
        _paragraph(f"{told['about_label']}  {told['about']}"),
        *(_paragraph(part, indent=True) for part in told["parts"]),
        _paragraph(told["ways_title"], bold=True),
        *(_paragraph(f"– {way}") for way in told["ways"]),
        _paragraph(told["closing"], indent=True),
        _paragraph(told["respectfully"], align="center"),
        _paragraph(""),
        _paragraph(f"({told['signer']})", align="center"),
        _paragraph(told["signer_role"], align="center"),
        _paragraph(told["unit"], align="center"),
        _paragraph(" · ".join(each for each in (told["unit"], told["phone"]) if each)),
        _paragraph(told["follow"]),
    ]
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1417" w:right="1134" w:bottom="1134" w:left="1701" w:header="709"'
        ' w:footer="709" w:gutter="0"/>'
        "</w:sectPr>"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{_W}"><w:body>{"".join(body)}{page}</w:body></w:document>'
    )


def _paragraph(text: str, *, style: str = "", bold: bool = False, align: str = "", indent: bool = False) -> str:
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    look += '<w:ind w:firstLine="680"/>' if indent else ""
    look += f'<w:jc w:val="{align}"/>' if align else ""
    run = "<w:rPr><w:b/><w:bCs/></w:rPr>" if bold else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p><w:pPr>{look}</w:pPr><w:r>{run}{lines}</w:r></w:p>"


def _styles(language: str) -> str:
    thai = ' w:bidi="th-TH"'
    spoken = "th-TH" if language == "th" else "en-GB"
    fonts = f'<w:rFonts w:ascii="{_FONT}" w:hAnsi="{_FONT}" w:cs="{_FONT}" w:eastAsia="{_FONT}"/>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="32"/><w:szCs w:val="32"/>'
        f'<w:lang w:val="{spoken}"{thai}/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="120"/></w:pPr>'
        '</w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Heading1">'
        '<w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
        "<w:rPr><w:b/><w:bCs/></w:rPr></w:style></w:styles>"
    )


def _properties(told: dict[str, Any], at: datetime) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties'
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(told['title'])}</dc:title><dc:creator>{escape(told['organisation'])}</dc:creator>"
        f'<dc:language>{told["language"]}</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">'
        f"{at:%Y-%m-%dT00:00:00Z}</dcterms:created></cp:coreProperties>"
    )
