"""The keys of the environment; a demo makes its own."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured

from cases.sealed.keys import FILE, _of_demo, data_keys, new_key


@pytest.fixture
def demo(settings, tmp_path):
    """A demo without a key."""
    settings.DATA_KEYS, settings.DEMO = (), True
    return tmp_path / FILE


def test_a_demo_makes_a_key_that_only_its_user_can_read_and_keeps_it(demo):
    first = data_keys()
    _of_demo.cache_clear()  # as another process sees it
    assert stat.S_IMODE(demo.stat().st_mode) == 0o600
    assert data_keys()[0].id == first[0].id
    assert [path.name for path in demo.parent.glob(f"{FILE}*")] == [FILE]


def test_processes_that_come_at_the_same_moment_get_the_same_key(demo):
    def ask(_):
        _of_demo.cache_clear()
        return data_keys()[0].id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(32)))) == 1


def test_a_real_site_without_a_key_says_what_to_do(settings, tmp_path):
    settings.DATA_KEYS, settings.DEMO = (), False
    with pytest.raises(ImproperlyConfigured, match="Set SKINLESION_DATA_KEYS"):
        data_keys()
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("text", ["", "secret", "c2hvcnQ=", base64.b64encode(bytes(33)).decode(), "ä" * 43])
def test_what_is_no_key_is_refused_without_being_repeated(settings, text):
    settings.DATA_KEYS = (new_key(), text)
    with pytest.raises(ImproperlyConfigured, match="is no key") as refusal:
        data_keys()
    assert not text or text not in str(refusal.value)


def test_both_alphabets_of_base64_are_read(settings):
    secret = bytes(range(190, 222))
    settings.DATA_KEYS = tuple(code(secret).decode() for code in (base64.b64encode, base64.urlsafe_b64encode))
    one, other = data_keys()
    assert settings.DATA_KEYS[0] != settings.DATA_KEYS[1]
    assert one.id == other.id
