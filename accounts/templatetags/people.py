"""Who waits, for the admin's pages; who may see what, for the navigation."""

from django import template

from accounts.models import User
from accounts.roles import Act, may
from accounts.second_factor.needed import is_meant
from accounts.selectors import people_visible_to, waiting

register = template.Library()


@register.simple_tag(takes_context=True)
def waiting_people_count(context) -> int:
    """How many people wait for the approval of whoever looks at the page."""
    return waiting(people_visible_to(context["request"].user)).count()


@register.filter
def may_see_record(user) -> bool:
    """Whether the pages about the record are for them."""
    return may(user, Act.SEE_RECORD)


@register.filter
def puts_off_second_factor(user) -> bool:
    """Whether they are an administrator without a second factor."""
    return is_meant(user) and not user.has_second_factor


@register.simple_tag(takes_context=True)
def waiting_people(context) -> list[User]:
    """The first ten of them, who has waited longest first."""
    people = waiting(people_visible_to(context["request"].user)).select_related("clinic")
    return list(people.order_by("created_at", "pk")[:10])
