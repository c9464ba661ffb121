"""The topics the product ships; administrators edit them later. `aliases` are names used by published labelled sets."""

TOPICS: tuple[tuple[str, str, str, list[str]], ...] = (
    ("staff", "การให้บริการของเจ้าหน้าที่", "Staff and service", ["other queries"]),
    ("payment", "ค่าเช่า ค่าบริการ และการชำระเงิน", "Rent, fees and payment", ["billing and payment", "true money"]),
    ("contract", "สัญญา เอกสาร และการต่อสัญญา", "Contracts, papers and renewal", []),
    ("offers", "พื้นที่ว่าง ราคา และข้อเสนอ", "Vacant space, prices and offers", ["promotions", "international dialing"]),
    ("building", "อาคาร ระบบไฟฟ้า ประปา และปรับอากาศ", "Building, power, water and air conditioning", []),
    ("cleanliness", "ความสะอาดและสิ่งแวดล้อม", "Cleanliness and surroundings", []),
    ("parking", "ที่จอดรถและการเดินทาง", "Parking and getting here", []),
    ("safety", "ความปลอดภัยและของหาย", "Safety and lost things", ["lost and stolen"]),
    ("digital", "อินเทอร์เน็ต เว็บไซต์ และระบบออนไลน์", "Internet, website and online services", ["internet"]),
    ("shops", "ร้านค้าและศูนย์อาหาร", "Shops and food court", []),
)


def ship_topics(topic_model: type) -> None:
    """Write shipped topics that are not there yet; in a migration the model is the historical one."""
    for rank, (code, name_th, name_en, aliases) in enumerate(TOPICS, start=1):
        names = {"name_th": name_th, "name_en": name_en, "aliases": aliases, "rank": rank * 10}
        topic_model.objects.get_or_create(code=code, defaults=names)  # type: ignore[attr-defined]
