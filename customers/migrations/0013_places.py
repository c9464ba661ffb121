"""The place of an address: a sealed code, its province plain. Records with a postcode of one province get that one."""

from django.db import migrations, models

import foundation.core.fields
from foundation.core.thai.places import province_of_postcode


def provinces_of_postcodes(apps, schema_editor):  # type: ignore[no-untyped-def]
    """One statement per province, whatever the size of the register; the column has no history."""
    customers = apps.get_model("customers", "Customer")._base_manager
    by_province: dict[str, list[str]] = {}
    for postcode in customers.exclude(postcode="").order_by().values_list("postcode", flat=True).distinct():
        if province := province_of_postcode(postcode):
            by_province.setdefault(province, []).append(postcode)
    for province, postcodes in by_province.items():
        customers.filter(postcode__in=postcodes).update(province=province)


def _place():  # type: ignore[no-untyped-def]
    return foundation.core.fields.EncryptedTextField(
        blank=True, key="data_key", null=True, place="customers.customer.place",
        verbose_name="subdistrict, district, province",
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("customers", "0012_follow_ups")]

    operations = [
        migrations.AddField("customer", "place", _place()),
        migrations.AddField("historicalcustomer", "place", _place()),
        migrations.AddField(
            "customer",
            "province",
            models.CharField(blank=True, default="", editable=False, max_length=2, verbose_name="province"),
        ),
        migrations.AddIndex(
            "customer",
            models.Index(
                condition=models.Q(("province", ""), _negated=True),
                fields=["province", "sort_key", "id"],
                name="customer_by_province",
            ),
        ),
        migrations.RunPython(provinces_of_postcodes, migrations.RunPython.noop),
    ]
