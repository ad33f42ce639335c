FROM python:3.13-slim AS build
ENV UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_PROJECT_ENVIRONMENT=/opt/vitalmonitor \
    UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /src
COPY pyproject.toml uv.lock .python-version ./
RUN uv sync --frozen --no-dev --extra web --no-install-project
COPY README.md LICENSE ./
COPY vitalcore vitalcore
COPY vitalweb vitalweb
COPY sql sql
COPY migrations migrations
RUN uv sync --frozen --no-dev --extra web --no-editable

FROM python:3.13-slim
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin vitalmonitor \
    && install --directory --owner vitalmonitor /data
COPY --from=build /opt/vitalmonitor /opt/vitalmonitor
ENV PATH=/opt/vitalmonitor/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    VITALWEB_DATA_DIR=/data \
    VITALWEB_HOST=0.0.0.0
USER 10001
WORKDIR /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/readyz', timeout=4)"]
ENTRYPOINT ["vitalweb"]
