FROM python:3.13-slim AS build
RUN pip install --no-cache-dir uv==0.13.9
ENV UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy
WORKDIR /app
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --frozen --no-dev --no-install-project
COPY src src
COPY tools tools
RUN .venv/bin/python tools/messages.py --compile && uv sync --frozen --no-dev --no-editable

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home kopgroep
COPY --from=build /app/.venv /app/.venv
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 KOPGROEP_DATA=/data KOPGROEP_LOG_FORMAT=json
USER kopgroep
WORKDIR /data
VOLUME /data
EXPOSE 8000
CMD ["sh", "-c", "kopgroep setup && exec kopgroep serve --host 0.0.0.0 --port 8000"]
