"""The settings of the site, in a folder of their own that is thrown away afterwards."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="skinlesion-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["SKINLESION_VAR_DIR"] = _folder
os.environ.setdefault("SKINLESION_LOG_LEVEL", "WARNING")
# the same for all processes and folders of a test; `cases.sealed.keys` is tried with others
os.environ.setdefault("SKINLESION_DATA_KEYS", "a2V5IG9mIHRoZSBmbG93IHRlc3RzLCAzMiBieXRlcyE=")

from skinlesion.settings import *  # noqa: E402, F403

# the real hasher takes a tenth of a second by design; hundreds of sign-ins in tests need not
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# collectstatic fills it on a site; whitenoise warns when it is missing, and warnings are errors here
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
