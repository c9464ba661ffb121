"""Names of months and weekdays in both languages, and the spellings under which people type them."""

MONTHS_TH = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
SHORT_TH = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SHORT_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS_TH = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORT_WEEKDAYS_TH = ("จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา.")
SHORT_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _spellings() -> dict[str, int]:
    known: dict[str, int] = {"sept": 9}
    for number in range(1, 13):
        thai, short = MONTHS_TH[number - 1], SHORT_TH[number - 1]
        english, abbreviated = MONTHS_EN[number - 1].lower(), SHORT_EN[number - 1].lower()
        # Thais drop the ending คม, ยน, พันธ์ in speech and the dots in writing.
        stem = thai.removesuffix("คม").removesuffix("ยน").removesuffix("พันธ์")
        for spelling in (thai, stem, short, short.rstrip("."), short.replace(".", ""), english, abbreviated):
            known[spelling] = number
    return known


MONTH_SPELLINGS = _spellings()
