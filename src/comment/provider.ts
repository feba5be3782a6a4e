/** The services whose pull requests can be written to. */
export const PROVIDERS = ["github", "gitlab", "azure-devops"] as const;

/** One of them. */
export type Provider = (typeof PROVIDERS)[number];
