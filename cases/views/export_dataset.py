"""The de-identified data set, for administrators."""

from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.roles import Act
from accounts.views.limited import limited
from accounts.views.requires import requires
from cases.exports.dataset import consented_images
from cases.services.pack_dataset import MOST_PICTURES, pack_dataset


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Act.ADMINISTER)
@limited("exports", methods=("POST",))
def export_dataset(request):
    """How much would leave; a POST sends it."""
    refusal = ""
    if request.method == "POST":
        try:
            file = pack_dataset(by=request.user)
            return FileResponse(file, content_type="application/zip", filename="dataset.zip", as_attachment=True)
        except ValidationError as error:
            refusal = error.messages[0]
    images = consented_images(request.user)
    context = {
        "pictures": images.count(),
        "patients": images.values("case__lesion__patient").distinct().order_by().count(),
        "most": MOST_PICTURES,
        "refusal": refusal,
    }
    return render(request, "cases/export_dataset.html", context, status=422 if refusal else 200)
