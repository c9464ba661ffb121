"""One chart of every kind, with Thai words long enough to wrap."""

from foundation.core.charts import Chart, Kind, Row, Tone

SEGMENTS = ("ผู้เช่าราชการระยะยาว", "ร้านค้าที่พึ่งคนทำงาน", "ผู้จัดงานและประชุม", "ผู้ใช้บริการประจำวัน")
FEATURES = ("อายุสัญญา", "รายได้ต่อปี", "ความถี่ใช้บริการ", "ข้อร้องเรียนต่อราย", "ความพึงพอใจของผู้ใช้บริการศูนย์ราชการเฉลิมพระเกียรติ")


def samples() -> list[Chart]:
    """A chart of each kind."""
    spread = [(f, s, ((i * 7 + j * 5) % 11 - 5) / 4) for i, f in enumerate(FEATURES) for j, s in enumerate(SEGMENTS)]
    cloud = [
        Row("", ((i * 37) % 23) / 5 - 2, series=SEGMENTS[i % 4], x=((i * 53) % 29) / 6 - 2 + (i % 4))
        for i in range(160)
    ]
    centres = [Row(s, j - 1.5, series=s, x=float(j), tone=Tone.STRONG) for j, s in enumerate(SEGMENTS)]
    return [
        Chart(
            "bar",
            Kind.BAR,
            "ผู้เช่าราชการเป็นหนึ่งในหก แต่ให้รายได้กว่าครึ่ง",
            "ร้อยละของลูกค้า ไตรมาส 4/2569",
            "%",
            (
                Row(SEGMENTS[0], 16.5, n=212),
                Row(SEGMENTS[1], 37.9, n=486, tone=Tone.STRONG),
                Row(FEATURES[4], 13.6, n=174, tone=Tone.LATE, note="ต่ำ"),
            ),
            "แท่งสามแท่ง",
            target=25,
            target_label="เป้าหมาย",
            decimals=1,
            label_head="กลุ่ม",
        ),
        Chart(
            "column",
            Kind.COLUMN,
            "แบ่ง 4 กลุ่มชัดที่สุด",
            "ค่า silhouette",
            "",
            tuple(
                Row(str(k), v, tone=Tone.STRONG if k == 4 else Tone.PLAIN)
                for k, v in zip(range(2, 9), (0.41, 0.44, 0.52, 0.47, 0.43, 0.39, 0.36), strict=True)
            ),
            "แท่งเจ็ดแท่ง",
            decimals=2,
            label_head="จำนวนกลุ่ม",
            x_title="จำนวนกลุ่ม",
        ),
        Chart(
            "columns",
            Kind.COLUMN,
            "มากที่สุดในเดือน ธ.ค.",
            "เรื่องต่อเดือน ปี 2569 (แท่ง) ปี 2568 (ขีด)",
            "เรื่อง",
            tuple(
                Row(month, float(value), series=year, tone=Tone.STRONG if i > 1 and year == "2569" else Tone.PLAIN)
                for year, values in (("2569", (162, 171, 214)), ("2568", (150, 180, 178)))
                for i, (month, value) in enumerate(zip(("ต.ค.", "พ.ย.", "ธ.ค."), values, strict=True))
            ),
            "สามแท่ง",
            label_head="เดือน",
        ),
        Chart(
            "line",
            Kind.LINE,
            "ความพอใจดีขึ้นห้าไตรมาสติดกัน",
            "ร้อยละผู้ตอบ 4–5",
            "%",
            tuple(
                Row(q, v, low=v - 1.8, high=v + 1.7)
                for q, v in zip(
                    ("1/68", "2/68", "3/68", "4/68", "1/69", "2/69", "3/69", "4/69"),
                    (81.9, 82.6, 82.4, 83.8, 84.1, 84.9, 85.6, 86.4),
                    strict=True,
                )
            ),
            "เส้นขึ้น",
            target=85,
            target_label="เป้าหมาย",
            decimals=1,
            label_head="ไตรมาส",
        ),
        Chart(
            "lines",
            Kind.LINE,
            "ได้มามากกว่าเสียไป",
            "จำนวนราย",
            "ราย",
            tuple(
                Row(q, float(v), series=s)
                for s, vs in (("ได้มา", (20, 24, 27, 32)), ("เสียไป", (22, 21, 20, 21)))
                for q, v in zip(("1/69", "2/69", "3/69", "4/69"), vs, strict=True)
            ),
            "สองเส้น",
            label_head="ไตรมาส",
        ),
        Chart(
            "grouped",
            Kind.GROUPED_BAR,
            "ตอบรับทันเวลาดีขึ้นทุกมาตรฐาน",
            "ร้อยละที่ทันเวลา",
            "%",
            tuple(
                Row(f, 70.0 + i * 5 + j * 3, series=s)
                for i, f in enumerate(("ตอบรับ", "ตอบครั้งแรก", "แก้ไขเสร็จ"))
                for j, s in enumerate(("ไตรมาส 3", "ไตรมาส 4"))
            ),
            "แท่งคู่",
            target=90,
            target_label="เป้าหมาย",
            decimals=1,
            label_head="มาตรฐาน",
        ),
        Chart(
            "interval",
            Kind.INTERVAL,
            "สามในสี่กลุ่มเกิดซ้ำ",
            "ขีดคือค่ากลาง แถบคือช่วง 95%",
            "",
            (
                Row(SEGMENTS[0], 0.96, low=0.94, high=0.98),
                Row(SEGMENTS[1], 0.90, low=0.86, high=0.92),
                Row(SEGMENTS[2], 0.71, low=0.63, high=0.78, tone=Tone.LATE, note="ต่ำ"),
                Row(SEGMENTS[3], 0.88, low=0.85, high=0.91),
            ),
            "สี่แถบ",
            target=0.75,
            target_label="เกณฑ์",
            decimals=2,
            low=0.5,
            high=1.0,
            label_head="กลุ่ม",
        ),
        Chart(
            "dots",
            Kind.DOTS,
            "แต่ละกลุ่มต่างจากลูกค้าเฉลี่ยอย่างไร",
            "ยิ่งห่างเส้นกลางยิ่งต่าง",
            "",
            tuple(Row(f, v, series=s) for f, s, v in spread),
            "จุด",
            decimals=1,
            signed=True,
            label_head="ตัวแปร",
            ticks=((-1.0, "ต่ำกว่าเฉลี่ย"), (0.0, "เฉลี่ย"), (1.0, "สูงกว่าเฉลี่ย")),
        ),
        Chart(
            "scatter",
            Kind.SCATTER,
            "สี่กลุ่มซ้อนกันบางส่วน",
            "แต่ละจุดคือลูกค้าหนึ่งราย",
            "",
            tuple(cloud + centres),
            "จุดกระจาย",
            decimals=1,
            x_title="องค์ประกอบที่ 1 (58%)",
            y_title="องค์ประกอบที่ 2 (21%)",
        ),
    ]
