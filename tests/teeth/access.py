"""Guards of who may see and do what."""

from tests.teeth.tooth import Tooth

TEETH = (
    Tooth(
        "clinic scope of the record",
        "cases/selectors/visible.py",
        "return rows.filter(own if foreign is None else own | Q(**{patient: foreign}))",
        "return rows",
        ("tests/cases/test_selectors.py",),
    ),
    Tooth(
        "clinic scope of batches",
        "cases/selectors/batches.py",
        "return rows if user.is_superuser else rows.filter(clinic=user.clinic_id)",
        "return rows",
        ("tests/cases/api/test_batches.py",),
    ),
    Tooth(
        "clinic scope of the admin",
        "accounts/admin/clinic_scope.py",
        "return rows.filter(**{self.clinic_path: request.user.clinic_id})",
        "return rows",
        ("tests/accounts/admin/test_clinic_scope.py",),
    ),
    Tooth(
        "choices in the admin's forms",
        "accounts/admin/clinic_scope.py",
        'kwargs["queryset"] = related.get_queryset(request)',
        "pass",
        ("tests/accounts/admin/test_clinic_scope.py",),
    ),
    Tooth(
        "roles in the admin",
        "accounts/admin/clinic_scope.py",
        '''"""Administrators look at everything of their clinic."""
        return may(request.user, Act.ADMINISTER)''',
        '''"""Administrators look at everything of their clinic."""
        return may(request.user, Act.SEE_RECORD)''',
        ("tests/accounts/admin/test_clinic_scope.py",),
    ),
    Tooth(
        "permission class of the API",
        "skinlesion/settings/__init__.py",
        '"DEFAULT_PERMISSION_CLASSES": ["accounts.api.permissions.RoleAllows"]',
        '"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"]',
        ("tests/accounts/api/test_permissions.py", "tests/cases/api/test_batches.py"),
    ),
    Tooth(
        "strangers and the API",
        "skinlesion/settings/__init__.py",
        '"DEFAULT_PERMISSION_CLASSES": ["accounts.api.permissions.RoleAllows"]',
        '"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"]',
        ("tests/accounts/api/test_permissions.py", "tests/accounts/api/test_me_view.py"),
    ),
    Tooth(
        "roles of the pages",
        "accounts/views/requires.py",
        "if not may(request.user, act):",
        "if False:",
        ("tests/accounts/views/test_requires.py",),
    ),
    Tooth(
        "strangers and the pages",
        "accounts/views/requires.py",
        "if not request.user.is_authenticated:",
        "if False:",
        ("tests/accounts/views/test_requires.py",),
    ),
    Tooth(
        "approval of accounts",
        "accounts/roles.py",
        "and user.approved_at is not None",
        "",
        ("tests/accounts/test_roles.py",),
    ),
    Tooth(
        "the shadow rule",
        "analysis/models/analysis.py",
        "filter(came_to_something | in_place_of_none, shadow=False)",
        "filter(came_to_something | in_place_of_none)",
        ("tests/cases/test_shadows.py::test_their_numbers_are_not_found",),
    ),
    Tooth(
        "results hidden until the impression",
        "cases/selectors/hidden_results.py",
        "return analyses.filter(~hidden).annotate(result_hidden=Value(False))",
        "return analyses.annotate(result_hidden=Value(False))",
        ("tests/cases/test_hidden_results.py",),
    ),
    Tooth(
        "figures for the allowlist only",
        "skinlesion/metrics/asker.py",
        "return any(peer in network for network in allowed_networks())",
        "return True",
        ("tests/skinlesion/metrics/test_view.py",),
    ),
    Tooth(
        "figures not through a proxy",
        "skinlesion/metrics/asker.py",
        "if any(header in request.headers for header in FORWARDED):",
        "if False:",
        ("tests/skinlesion/metrics/test_view.py",),
    ),
)
