"""Background work of the statistics."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from indicators.models import ImportBatch
from indicators.services.imports import process_batch
from partnership.core.models import Job
from partnership.core.services.jobs import Report, job_handler


@job_handler("indicators.import")
def import_file(job: Job, report: Report) -> dict[str, Any]:
    """Check and, if asked, stage a file as the person who asked for it; lead to the import's page."""
    batch = ImportBatch.objects.select_related("imported_by").get(pk=job.args["batch"])
    actor = job.created_by or batch.imported_by
    with translation.override(actor.language):
        process_batch(batch, actor=actor, stage=job.args["stage"], report=report)
        return {"location": reverse("indicators:import_detail", kwargs={"pk": batch.pk})}
