"""The certificate of a recognised team as PDF/UA in one language."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.core.organisation import organisation
from foundation.core.pdf import build_pdf
from foundation.core.thai.dates import format_date
from service_charter.models import Recognition


def certificate_pdf(row: Recognition, *, language: str) -> bytes:
    """The certificate in `language` ("th" or "en"). The same decision gives the same bytes. Raises PdfError."""
    with override(language):
        day = timezone.localdate(row.created_at)
        facts = {
            "first": format_date(row.first_day, "long"),
            "last": format_date(row.last_day, "long"),
            "percent": f"{row.percent:.1f}",
            "n": f"{row.n:,}",
            "low": f"{row.low:.1f}",
            "target": f"{row.target_percent.normalize():f}",
        }
        data = {
            "language": language,
            "company": organisation(language).get("name", ""),
            "title": _("Certificate of recognition"),
            "unit": str(row.unit),
            "words": row.words,
            "promise": row.standard.promise,
            "figure": _(
                "From %(first)s to %(last)s kept in %(percent)s%% of %(n)s cases; beyond chance above %(low)s%%, where "
                "the target is %(target)s%%."
            )
            % facts,
            "decided": _("%(name)s, %(day)s") % {"name": row.decided_by, "day": format_date(day, "long")},
            "page_word": _("page"),
        }
        return build_pdf("recognition.typ", data, date=day)
