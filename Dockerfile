# The site and its workers as one image; docker-compose.yml starts it in each role. TensorFlow and Keras are left out:
# they train the networks, and LiteRT runs them.
FROM python:3.13-slim AS build
COPY requirements.txt /tmp/
RUN python -m venv /venv \
    && grep -vE '^(tensorflow|tensorflow-cpu|keras)==' /tmp/requirements.txt > /tmp/runtime.txt \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check -r /tmp/runtime.txt

FROM python:3.13-slim
# the folder is the group's too: nginx belongs to it and sends what we name to it
RUN groupadd --gid 10001 skinlesion \
    && useradd --uid 10001 --gid 10001 --home-dir /var/lib/skinlesion --create-home skinlesion \
    && chmod 0750 /var/lib/skinlesion
COPY --from=build /venv /venv
WORKDIR /opt/skinlesion
COPY --chown=root:root . .
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 SKINLESION_VAR_DIR=/var/lib/skinlesion
USER skinlesion
VOLUME /var/lib/skinlesion
EXPOSE 8000
CMD ["gunicorn", "skinlesion.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--graceful-timeout", "20", "--worker-tmp-dir", "/dev/shm", "--log-level", "warning"]
