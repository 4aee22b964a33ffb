"""Guards of the engine room, of the trail and of what is restored."""

from tests.teeth.tooth import Tooth

CLAIM = ("tests/analysis/test_claim.py",)
RECORD = ("tests/analysis/test_record.py",)
TEETH = (
    Tooth("the lease", "analysis/claim.py", "lease_until__lt=Now())", "lease_until__isnull=False)", CLAIM),
    Tooth("the claim", "analysis/claim.py", "        .filter(due() | expired())\n", "", CLAIM),
    Tooth("the fence", "analysis/claim.py", "token__in=tokens, state=", "state=", RECORD),
    Tooth("five attempts", "analysis/claim.py", "pk__in=ids, attempts__lt=MAX_ATTEMPTS)", "pk__in=ids)", CLAIM),
    Tooth(
        "a corrected picture is analysed again",
        "analysis/record.py",
        "finished = _still_ours(endings, still or Q()) - corrected",
        "finished = _still_ours(endings, still or Q())",
        RECORD,
    ),
    Tooth(
        "the audit write of a result",
        "analysis/record.py",
        "    record_events(events=[_event(ending) for ending in endings])\n",
        "",
        RECORD,
    ),
    Tooth(
        "the audit write of a picture",
        "cases/services/receive_image.py",
        '            record_event(\n                act="image.received",',
        '            dict(\n                act="image.received",',
        ("tests/cases/services/test_receive_image.py",),
    ),
    Tooth(
        "the audit write of a refusal",
        "cases/services/refuse_image.py",
        "        record_event(\n",
        "        dict(\n",
        ("tests/cases/services/test_refuse_image.py",),
    ),
    Tooth(
        "the trail is for reading",
        "accounts/admin/audit_event.py",
        "    read_only = True\n",
        "    read_only = False\n",
        ("tests/accounts/admin/test_audit_event.py",),
    ),
    Tooth(
        "the hash of weights",
        "ml/manifest.py",
        "    if sha256_of(path) != sha256:",
        "    if False:",
        ("tests/ml/test_manifest.py",),
    ),
    Tooth(
        "weights are those that were registered",
        "analysis/weights_in_use.py",
        "if entry.sha256 != registered_sha256:",
        "if False:",
        ("tests/analysis/test_engine.py",),
    ),
    Tooth(
        "a queue of JSON only",
        "skinlesion/settings/queue.py",
        '"accept_content": ["json"]',
        '"accept_content": ["json", "pickle"]',
        ("tests/skinlesion/test_queue_settings.py",),
    ),
    Tooth(
        "the hash of a backup's files",
        "skinlesion/backup/verify.py",
        "elif sha256_of(file) != sha256:",
        "elif False:",
        ("tests/skinlesion/test_backup.py::test_a_changed_byte_is_found",),
    ),
    Tooth(
        "a restore into an empty system only",
        "skinlesion/backup/put_back.py",
        "    refuse_unless_empty(folder)\n",
        "",
        ("tests/skinlesion/test_backup.py::test_a_system_with_anybody_in_it_is_refused_before_a_byte_is_read",),
    ),
    Tooth(
        "a signed review stays",
        "cases/services/save_draft.py",
        "if current and current.signed_at:",
        "if False:",
        ("tests/cases/services/test_save_draft.py",),
    ),
)
