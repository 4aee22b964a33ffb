"""Guards of entry (guesses, codes, turns), of the record (trail, emergency access) and of privacy (sealed names)."""

from tests.teeth.tooth import Tooth

GUESSING = ("tests/trust/entry/test_guessing.py",)
CODES = ("tests/trust/entry/test_second_factor.py",)
GLASS = ("tests/trust/record/test_break_glass.py",)
TEETH = (
    # entry
    Tooth(
        "the limit of guesses",
        "accounts/limits.py",
        "return counted.number > settings.LIMITS[limit][0]",
        "return False",
        GUESSING,
    ),
    Tooth(
        "limits of one person",
        "accounts/limits.py",
        "    if is_over(limit, counted):\n        give_back",
        "    if False:\n        give_back",
        ("tests/trust/entry/test_limits.py",),
    ),
    Tooth(
        "addresses that somebody made up",
        "accounts/client_address.py",
        "_readable(entries[-proxies])",
        "_readable(entries[0])",
        ("tests/accounts/test_client_address.py",),
    ),
    Tooth(
        "a session's last end",
        "accounts/session_age.py",
        "int(min(renewed_at + settings.SESSION_COOKIE_AGE, _last_end(session)) - time.time())",
        "int(renewed_at + settings.SESSION_COOKIE_AGE - time.time())",
        ("tests/accounts/test_session_age.py",),
    ),
    Tooth("a code works once", "accounts/services/check_second_factor.py", ", factor_last_step__lt=step)", ")", CODES),
    Tooth(
        "a recovery code works once",
        "accounts/services/check_second_factor.py",
        "code_sha256=hash_of(user.pk, code), used_at__isnull=True",
        "code_sha256=hash_of(user.pk, code)",
        CODES,
    ),
    Tooth(
        "administrators need a second factor",
        "accounts/services/prove_person.py",
        "if lacks_factor(user):",
        "if False:",
        ("tests/trust/entry/test_second_factor_required.py",),
    ),
    Tooth(
        "the second factor on pages",
        "accounts/second_factor/middleware.py",
        "or not lacks_factor(request.user):",
        "or True:",
        ("tests/trust/entry/test_second_factor_required.py",),
    ),
    Tooth(
        "the code beside the password",
        "accounts/services/prove_person.py",
        "    if not code:\n",
        '    if not code:\n        return user, ""\n    if not code:\n',
        CODES,
    ),
    Tooth(
        "turns in the queue",
        "analysis/turns.py",
        "if person_id is not None and _sent_of(person_id) >= settings.IN_QUEUE_PER_PERSON:",
        "if False:",
        ("tests/analysis/test_turns.py",),
    ),
    # record
    Tooth(
        "the chain of the trail",
        "accounts/audit/link.py",
        "for name in (*PLACE, *SAID))]",
        "for name in PLACE)]",
        ("tests/accounts/audit/test_verify.py",),
    ),
    Tooth(
        "the database refuses",
        "accounts/audit/append_only.py",
        "if missing := unguarded(connection):",
        "if missing := []:",
        ("tests/accounts/audit/test_append_only.py",),
    ),
    Tooth(
        "reads are on record",
        "skinlesion/reads/middleware.py",
        "            self._put_on_record(request, response, written)\n",
        "            pass\n",
        ("tests/trust/record/test_reads_leave_one_event.py",),
    ),
    Tooth(
        "broken glass ends",
        # accounts/glass.py only spares the question to those who broke none lately
        "cases/selectors/broken_glass.py",
        "mine.filter(user=user.pk, ends_at__gt=timezone.now())",
        "mine.filter(user=user.pk)",
        GLASS,
    ),
    Tooth(
        "broken glass is for looking",
        "skinlesion/reads/middleware.py",
        'if about is not None and request.method in ("GET", "HEAD"):',
        "if about is not None:",
        GLASS,
    ),
    Tooth(
        "broken glass needs a reason",
        "cases/services/break_glass.py",
        "if len(reason) < SHORTEST_REASON:",
        "if False:",
        GLASS,
    ),
    Tooth(
        "tries at broken glass",
        "cases/services/break_glass.py",
        "if _tries(by, now) >= TRIES_AN_HOUR:",
        "if False:",
        GLASS,
    ),
    # privacy
    Tooth(
        "names are sealed",
        "cases/sealed/fields.py",
        "return seal(value, self.place) if value else value",
        "return value",
        ("tests/trust/test_nothing_readable.py",),
    ),
    Tooth(
        "a seal is of one place",
        "cases/sealed/seal.py",
        "return key.cipher.decrypt(both[:NONCE_BYTES], both[NONCE_BYTES:], place.encode()).decode()",
        'return key.cipher.decrypt(both[:NONCE_BYTES], both[NONCE_BYTES:], b"").decode()',
        ("tests/cases/sealed/test_seal.py",),
    ),
)
