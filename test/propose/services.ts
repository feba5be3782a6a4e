import { AZURE_TOKEN, startAzureForge } from "./azure-devops-service.ts";
import { type ForgeService, GITHUB_TOKEN, startGitHubForge } from "./github-service.ts";
import { GITLAB_TOKEN, startGitLabForge } from "./gitlab-service.ts";

export interface ForgeCase {
  readonly provider: "github" | "gitlab" | "azure-devops";
  readonly token: string;
  readonly tokenName: string;
  /** Part of what is said where the token may not do it. */
  readonly permission: string;
  readonly start: (files: Readonly<Record<string, string>>) => Promise<ForgeService>;
}

export const FORGES: readonly ForgeCase[] = [
  {
    provider: "github",
    token: GITHUB_TOKEN,
    tokenName: "GITHUB_TOKEN",
    permission: "contents: write and pull-requests: write",
    start: startGitHubForge,
  },
  {
    provider: "gitlab",
    token: GITLAB_TOKEN,
    tokenName: "TRUEUP_PROPOSE_TOKEN",
    permission: "scope api and at least the role Developer",
    start: startGitLabForge,
  },
  {
    provider: "azure-devops",
    token: AZURE_TOKEN,
    tokenName: "SYSTEM_ACCESSTOKEN",
    permission: "Contribute, Create branch and Contribute to pull requests",
    start: startAzureForge,
  },
];
