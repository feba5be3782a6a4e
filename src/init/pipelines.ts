import type { NewFile } from "./files.ts";

/** Where a pipeline may run. */
export const PIPELINES = ["github", "gitlab", "azure-devops", "none"] as const;
/** One of {@link PIPELINES}. */
export type Pipeline = (typeof PIPELINES)[number];

/**
 * The file that plans each change of a desired state; null for none. It signs in by what the variables of the service say,
 * and changes nothing: docs/pull-requests.md leads on to apply.
 * @param folder where the desired state is, relative to the repository
 */
export function pipelineFile(pipeline: Pipeline, folder: string): NewFile | null {
  const path = JSON.stringify(folder);
  switch (pipeline) {
    case "none":
      return null;
    case "github":
      return { path: ".github/workflows/trueup.yml", text: github(path) };
    case "gitlab":
      return { path: ".gitlab-ci.yml", text: gitlab(path) };
    case "azure-devops":
      return { path: ".azuredevops/trueup.yml", text: azure(path) };
  }
}

const INTRODUCTION = `# Plans each change of the desired state. TRUEUP_PACKAGE is where your copy of the package is, such as the address of
# trueup-0.1.0.tgz at a release. The application that AZURE_CLIENT_ID names needs reading permissions only:
# trueup doctor --print-roles lists them.
`;

function github(path: string): string {
  return `${INTRODUCTION}name: trueup
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
  id-token: write
jobs:
  plan:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    env:
      AZURE_TENANT_ID: \${{ vars.AZURE_TENANT_ID }}
      AZURE_CLIENT_ID: \${{ vars.AZURE_CLIENT_ID }}
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - uses: actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0
        with:
          node-version: 24
      - run: npm install --global --ignore-scripts "$TRUEUP_PACKAGE"
        env:
          TRUEUP_PACKAGE: \${{ vars.TRUEUP_PACKAGE }}
      - run: trueup plan --format markdown ${path} >>"$GITHUB_STEP_SUMMARY"
`;
}

function gitlab(path: string): string {
  return `${INTRODUCTION}plan:
  image: node:24
  timeout: 1h
  id_tokens:
    TRUEUP_ID_TOKEN:
      aud: api://AzureADTokenExchange
  script:
    - npm install --global --ignore-scripts "$TRUEUP_PACKAGE"
    - (umask 077 && printf %s "$TRUEUP_ID_TOKEN" >.git/trueup-id-token)
    - export AZURE_FEDERATED_TOKEN_FILE="$PWD/.git/trueup-id-token"
    - trueup plan ${path}
`;
}

function azure(path: string): string {
  return `${INTRODUCTION}trigger:
  branches:
    include: [main]
pool:
  vmImage: ubuntu-latest
steps:
  - checkout: self
    persistCredentials: false
  - task: NodeTool@0
    inputs:
      versionSpec: 24.x
  - script: npm install --global --ignore-scripts "$(TRUEUP_PACKAGE)"
  - task: AzureCLI@2
    inputs:
      azureSubscription: teams-apps-plan
      addSpnToEnvironment: true
      scriptType: bash
      scriptLocation: inlineScript
      inlineScript: |
        export AZURE_FEDERATED_TOKEN_FILE="$AGENT_TEMPDIRECTORY/trueup-id-token"
        export AZURE_CLIENT_ID="$servicePrincipalId" AZURE_TENANT_ID="$tenantId"
        (umask 077 && printf %s "$idToken" >"$AZURE_FEDERATED_TOKEN_FILE")
        trueup plan ${path}
`;
}
