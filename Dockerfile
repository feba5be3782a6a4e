# The version of Node is the one the tests run on (package.json, devDependencies.node).
FROM node:24.21.0-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts

FROM node:24.21.0-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY schemas ./schemas
COPY examples ./examples
COPY src ./src
# The user `node` of the base image, by number so that a cluster can see that it is not root.
USER 1000:1000
# Where the desired state is mounted: PATH of a command defaults to the working directory.
WORKDIR /desired-state
ENTRYPOINT ["node", "/app/src/cli/main.ts"]
CMD ["--help"]
