# An image with the Debian package and what it needs, nothing else: docker build -t pgmend .
FROM debian:12-slim AS build
WORKDIR /src
COPY . .
RUN scripts/package && mv build/release/pgmend_*.deb /pgmend.deb

FROM debian:12-slim
# Debian's stable release is the pin of the versions.
# hadolint ignore=DL3008
RUN --mount=type=bind,from=build,source=/pgmend.deb,target=/pgmend.deb \
    apt-get update \
    && apt-get install --yes --no-install-recommends /pgmend.deb ca-certificates libcurl4 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home pgmend
USER pgmend
WORKDIR /work
ENTRYPOINT ["pgmend"]
CMD ["--help"]
