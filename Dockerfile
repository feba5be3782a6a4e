# The version of Node is the one the tests run on (package.json, devDependencies.node). docs/image.md says what is in the image, and why.
# By digest, of all platforms together, so that the tag cannot become something else; Renovate keeps it.
ARG BASE=node:24.21.0-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6
FROM $BASE AS bundle
WORKDIR /build
COPY package.json package-lock.json ./
# Settings of a registry, where one needs any: --secret id=npmrc,src=FILE. They are there for this step and in no layer.
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci --ignore-scripts
COPY schemas ./schemas
COPY scripts/image ./scripts/image
COPY src ./src
# What the bundle is tried with.
COPY examples ./examples
RUN ["node", "scripts/image/bundle.ts", "/app/dist"]

FROM $BASE
# git, ssh and gpg are for `run --git-url`, deploy keys and --verify-signatures. What installs packages of Node has nothing to do here.
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates git gpg openssh-client \
  && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/* \
    /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn* /usr/local/bin/yarn* \
  && groupadd --gid 10001 trueup \
  && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /home/trueup --shell /usr/sbin/nologin trueup \
  && mkdir /home/trueup /desired-state \
  && install --directory --owner 10001 --group 10001 --mode 0700 /var/lib/trueup \
  && ln -s /app/dist/trueup.mjs /usr/local/bin/trueup
COPY package.json LICENSE /app/
COPY examples /app/examples
COPY completions /app/completions
COPY --from=bundle /app/dist /app/dist
# The store and the workspace of git are below $XDG_STATE_HOME/trueup.
ENV NODE_ENV=production HOME=/home/trueup XDG_STATE_HOME=/var/lib
VOLUME /var/lib/trueup
# By number, so that a cluster can see that it is not root.
USER 10001:10001
# Where the desired state is mounted: PATH of a command defaults to the working directory.
WORKDIR /desired-state
HEALTHCHECK --interval=30s --timeout=10s --start-period=10s CMD ["node", "/app/dist/healthcheck.mjs"]
ENTRYPOINT ["node", "/app/dist/trueup.mjs"]
CMD ["--help"]
ARG REVISION=unknown
LABEL org.opencontainers.image.title="TrueUp" \
  org.opencontainers.image.description="Keeps the Microsoft Teams apps in people's personal scope at the versions, and with exactly the consent, that a git repository says" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="0.1.0" \
  org.opencontainers.image.revision="$REVISION" \
  org.opencontainers.image.base.name="docker.io/library/node:24.21.0-slim"
