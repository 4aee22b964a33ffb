"""How the classifier does in this clinic."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.roles import Act
from accounts.views.requires import requires
from cases.forms.performance_choice import PerformanceChoice
from cases.selectors.performance import performance_of
from cases.views.presenters.performance import present_performance


@require_safe
@requires(Act.SEE_RECORD)
def show_performance(request):
    """One version of the classifier against histology or signed reviews; the choice is in the address."""
    choice = PerformanceChoice(request.GET, user=request.user)
    context = {"section": "performance", "choice": choice, "clinic": request.user.clinic}
    if choice.classifier:
        found = performance_of(request.user, choice.classifier, choice.against)
        context |= {"performance": found, "shown": present_performance(found)}
    return render(request, "cases/performance.html", context)
