"""The code behind the password: six digits from an app, or one of ten on paper."""
