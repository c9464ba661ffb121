"""Announcements in own words, as text files would hold them."""

from foundation.core.evidence import CLAUSES


def announcement(*, without: str = "", instead: dict[str, str] | None = None) -> str:
    """A whole policy, one text a clause. `without` leaves out every line that begins so; `instead` replaces texts."""
    lines = ["ประกาศบริษัทตัวอย่าง", "เรื่อง นโยบายลูกค้าของบริษัทตัวอย่าง", "", "เราเห็นว่าลูกค้าสำคัญ", ""]
    section = ""
    for key in CLAUSES:
        if key[0].isdigit() and key[0] != section:
            section = key[0]
            lines += [f"{section}. หมวดที่ {section}", ""]
        prefix = {"report": "การรายงานผล :", "review": "การทบทวนนโยบาย :"}.get(key, key)
        lines += [f"{prefix} ข้อความของข้อ {key}", ""]
    lines += ["ได้รับความเห็นชอบโดยมติคณะกรรมการ ครั้งที่ 8/2565 เมื่อวันที่ 24 สิงหาคม 2565", ""]
    lines += ["ประกาศ ณ วันที่ 12 กันยายน พ.ศ. 2565"]
    text = "\n".join(line for line in lines if not (without and line.startswith(without)))
    for old, new in (instead or {}).items():
        text = text.replace(old, new)
    return text
