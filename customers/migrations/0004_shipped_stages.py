"""Ship seven stages, from before a customer is one to a bond (policy 5.1). People edit them afterwards."""

from django.db import migrations

STAGES = (
    ("aware", "รับรู้", "Aware", "ก่อนเป็นลูกค้า: เริ่มรู้จักพื้นที่และบริการของเรา", "Before being a customer: learns of our space and services"),
    ("consider", "พิจารณา", "Considers", "ก่อนเป็นลูกค้า: สอบถาม เปรียบเทียบ เข้าชมพื้นที่", "Before being a customer: asks, compares, visits the space"),
    ("become", "เริ่มเป็นลูกค้า", "Becomes a customer", "เสนอราคา ทำสัญญา รับมอบพื้นที่", "Is offered terms, signs, takes the space over"),
    ("use", "ใช้บริการ", "Uses", "ใช้พื้นที่และบริการในแต่ละวัน ชำระค่าเช่า", "Uses the space and services day by day, pays rent"),
    ("support", "รับการสนับสนุน", "Is supported", "แจ้งเรื่อง ขอความช่วยเหลือ ร้องเรียน", "Reports, asks for help, complains"),
    ("renew", "ต่อสัญญาและขยาย", "Renews and expands", "ต่อสัญญา ซื้อต่อยอด ซื้อต่อเนื่อง", "Renews, takes a better or a further product"),
    ("bonded", "ผูกพัน", "Is bonded", "แนะนำต่อ ร่วมกิจกรรม ร่วมสร้างคุณค่า", "Recommends us, takes part, creates value with us"),
)  # fmt: skip


def ship(apps, schema_editor):
    Stage = apps.get_model("customers", "LifecycleStage")
    for place, (code, name_th, name_en, description_th, description_en) in enumerate(STAGES, start=1):
        texts = {"name_th": name_th, "name_en": name_en}
        texts |= {"description_th": description_th, "description_en": description_en}
        Stage.objects.get_or_create(code=code, defaults={"order": place * 10, **texts})


class Migration(migrations.Migration):
    dependencies = [("customers", "0003_touchpoints")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
