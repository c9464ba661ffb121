"""A time in a segment is ended once; nothing else of it changes. Moves between segments only grow."""

from django.db import migrations

from foundation.core.append_only import GUARD, AppendOnly

TABLE = "segmentation_segmentperiod"
CREATE = f"""
CREATE TRIGGER {TABLE}_end_guard BEFORE UPDATE ON {TABLE} FOR EACH ROW
    WHEN (OLD.ends_at IS NOT NULL OR NEW.ends_at IS NULL
        OR (OLD.id, OLD.customer_id, OLD.segment_id, OLD.study_id, OLD.starts_at)
           IS DISTINCT FROM (NEW.id, NEW.customer_id, NEW.segment_id, NEW.study_id, NEW.starts_at))
    EXECUTE FUNCTION {GUARD}();
CREATE TRIGGER {TABLE}_row_guard BEFORE DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {GUARD}();
CREATE TRIGGER {TABLE}_table_guard BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION {GUARD}();
"""
DROP = f"""
DROP TRIGGER {TABLE}_end_guard ON {TABLE};
DROP TRIGGER {TABLE}_row_guard ON {TABLE};
DROP TRIGGER {TABLE}_table_guard ON {TABLE};
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0000_extensions"), ("segmentation", "0005_periods")]
    operations = [migrations.RunSQL(CREATE, DROP), AppendOnly("segmentation_segmentflow")]
