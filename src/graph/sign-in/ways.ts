/** A way to sign in, by the name that `--auth` takes. */
export type Way =
  | "token"
  | "workload-identity"
  | "github"
  | "certificate"
  | "client-secret"
  | "managed-identity"
  | "device-code";

/** What chooses a way, and what it cannot do without. */
export interface WayFacts {
  readonly name: Way;
  readonly title: string;
  /** One of these being set asks for this way. None: it is never chosen for a variable of its own. */
  readonly askedBy: readonly string[];
  readonly needs: readonly string[];
  /** Said when something it needs is missing. */
  readonly hint: string;
}

const APPLICATION = ["AZURE_TENANT_ID", "AZURE_CLIENT_ID"];

/**
 * All ways, in the order in which they are tried. The names are those of the Azure SDKs:
 * https://learn.microsoft.com/javascript/api/overview/azure/identity-readme#environment-variables
 */
export const WAYS: readonly WayFacts[] = [
  {
    name: "token",
    title: "a ready access token",
    askedBy: ["TRUEUP_ACCESS_TOKEN"],
    needs: ["TRUEUP_ACCESS_TOKEN"],
    hint: "set TRUEUP_ACCESS_TOKEN to a bearer token for Microsoft Graph",
  },
  {
    name: "workload-identity",
    title: "workload identity, a token in a file",
    askedBy: ["AZURE_FEDERATED_TOKEN_FILE"],
    needs: [...APPLICATION, "AZURE_FEDERATED_TOKEN_FILE"],
    hint: "in AKS these are set in pods labelled azure.workload.identity/use whose service account has the azure.workload.identity/client-id annotation",
  },
  {
    name: "github",
    title: "GitHub Actions, without a secret",
    askedBy: ["ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
    needs: [...APPLICATION, "ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
    hint: "GitHub sets the ACTIONS_… variables in jobs with `permissions: id-token: write`; pass the other two as env",
  },
  {
    name: "certificate",
    title: "a certificate",
    askedBy: ["AZURE_CLIENT_CERTIFICATE_PATH"],
    needs: [...APPLICATION, "AZURE_CLIENT_CERTIFICATE_PATH"],
    hint: "AZURE_CLIENT_CERTIFICATE_PATH names a PEM file with the certificate and its private key",
  },
  {
    name: "client-secret",
    title: "a client secret",
    askedBy: ["AZURE_CLIENT_SECRET"],
    needs: [...APPLICATION, "AZURE_CLIENT_SECRET"],
    hint: "both ids are on the overview page of the app registration in Microsoft Entra",
  },
  {
    name: "managed-identity",
    title: "the managed identity of this machine",
    askedBy: ["IDENTITY_ENDPOINT", "MSI_ENDPOINT", "AZURE_POD_IDENTITY_AUTHORITY_HOST"],
    needs: [],
    hint: "",
  },
  {
    name: "device-code",
    title: "a person, with a code in the browser",
    askedBy: [],
    needs: APPLICATION,
    hint: "the app registration must allow public client flows",
  },
];
