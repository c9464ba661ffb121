"""What the four tests of a market come to, so that lists find it; reckoned from the answers given so far."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
    INSERT INTO customers_marketstanding (customer_id, answered, state)
    SELECT customer_id, count(*),
           CASE WHEN count(*) < 4 THEN 'open' WHEN bool_and(verdict = 'yes') THEN 'market' ELSE 'not' END
    FROM (SELECT DISTINCT ON (customer_id, test) customer_id, verdict
          FROM customers_markettest ORDER BY customer_id, test, at DESC, id DESC) newest
    GROUP BY customer_id
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0030_contacts_of_a_period")]
    operations = [
        migrations.CreateModel(
            name="MarketStanding",
            fields=[
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="market",
                        serialize=False,
                        to="customers.customer",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("market", "Is a market"),
                            ("not", "Is no market so far"),
                            ("open", "A test is missing"),
                        ],
                        max_length=6,
                        verbose_name="market",
                    ),
                ),
                ("answered", models.PositiveSmallIntegerField()),
            ],
            options={
                "verbose_name": "standing in the market",
                "verbose_name_plural": "standings in the market",
                "indexes": [models.Index(fields=["state", "customer"], name="market_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["market", "not", "open"])), name="market_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered__range", (1, 3)), ("state", "open")),
                            models.Q(models.Q(("state", "open"), _negated=True), ("answered", 4)),
                            _connector="OR",
                        ),
                        name="market_answers_fit_state",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
