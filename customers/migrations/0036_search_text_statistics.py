"""A search for a short word asks the planner how many it expects: five hundred samples tell a hundredth from none."""

from django.db import migrations

SET = "ALTER TABLE customers_customer ALTER COLUMN search_text SET STATISTICS %s"


class Migration(migrations.Migration):
    dependencies = [("customers", "0035_who_asked")]
    operations = [migrations.RunSQL(SET % 500, SET % -1)]
