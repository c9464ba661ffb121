"""Notes on requests stay as they were written."""

from django.db import migrations

from foundation.core.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("service_charter", "0013_requests_taken_down")]
    operations = [AppendOnly("service_charter_requestnote")]
