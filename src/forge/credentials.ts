import type { Provider } from "./variables.ts";

/** How a service is named in messages, and how a token is shown to it. */
interface Credentials {
  readonly service: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly token: string;
}

/** What every request to a service carries. */
export function credentialsOf(provider: Provider, token: string): Credentials {
  switch (provider) {
    case "github":
      return {
        service: "GitHub",
        token,
        headers: {
          authorization: `Bearer ${token}`,
          accept: "application/vnd.github+json",
          "x-github-api-version": "2022-11-28",
        },
      };
    case "gitlab":
      return { service: "GitLab", token, headers: { "private-token": token } };
    case "azure-devops":
      return {
        service: "Azure DevOps",
        token,
        // Without the second header a token that is not accepted leads to a sign-in page instead of a refusal.
        headers: { authorization: `Bearer ${token}`, "x-tfs-fedauthredirect": "Suppress" },
      };
  }
}
