"""What a customer in each stage would say: feedback forms ask with it. The shipped stages get words; people edit them."""

from django.db import migrations, models

SAID = {
    "aware": ("เพิ่งรู้จัก อยากทราบข้อมูล", "I am getting to know you"),
    "consider": ("กำลังสนใจหรือเปรียบเทียบ", "I am thinking about it or comparing"),
    "become": ("กำลังทำสัญญาหรือรับมอบพื้นที่", "I am signing up or moving in"),
    "use": ("ใช้พื้นที่หรือบริการตามปกติ", "I use the space or a service"),
    "support": ("แจ้งปัญหาหรือขอความช่วยเหลือ", "I report a problem or ask for help"),
    "renew": ("ต่อสัญญาหรือขอเพิ่ม", "I renew, or want more"),
    "bonded": ("ร่วมกิจกรรมหรือแนะนำผู้อื่น", "I take part, or recommend you to others"),
}


def ship(apps, schema_editor):
    Stage = apps.get_model("customers", "LifecycleStage")
    for code, (thai, english) in SAID.items():
        Stage.objects.filter(code=code).update(said_th=thai, said_en=english)


def _words(model, name, label):
    field = models.CharField(blank=True, max_length=120, verbose_name=label)
    return migrations.AddField(model_name=model, name=name, field=field)


class Migration(migrations.Migration):
    dependencies = [("customers", "0028_put_right_once")]
    operations = [
        *(
            _words(model, name, label)
            for model in ("lifecyclestage", "historicallifecyclestage")
            for name, label in (
                ("said_th", "in a customer's words, Thai"),
                ("said_en", "in a customer's words, English"),
            )
        ),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
