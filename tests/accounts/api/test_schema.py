"""The API's description knows our tokens."""

from django.urls import include, path
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator

PATTERNS = [path("api/", include("accounts.api.urls"))]


def test_it_is_complete_and_without_warnings(capsys):
    GENERATOR_STATS.reset()
    schema = SchemaGenerator(patterns=PATTERNS).get_schema(request=None, public=True)
    assert not GENERATOR_STATS, capsys.readouterr().err
    assert set(schema["paths"]) == {"/api/token/", "/api/token/refresh/", "/api/token/revoke/", "/api/me/"}
    assert schema["components"]["securitySchemes"]["accessToken"] == {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
    }
    token = schema["paths"]["/api/token/"]["post"]
    assert "security" not in token or token["security"] == []
    assert {"accessToken": []} in schema["paths"]["/api/me/"]["get"]["security"]
    assert {"200", "401"} <= set(token["responses"])
    assert "204" in schema["paths"]["/api/token/revoke/"]["post"]["responses"]
    acts = schema["components"]["schemas"]["Me"]["properties"]["acts"]
    assert acts["type"] == "array"
