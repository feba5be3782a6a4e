import { type Answer, refuse, type SandboxRequest } from "./answers.ts";

/** Samples of the reference show ids with and without the `=` at the end. */
export function sameInstallation(a: string, b: string): boolean {
  return a.replace(/=+$/, "") === b.replace(/=+$/, "");
}

/** Whether the text has the form of a directory object's id. */
export function isObjectId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** Source of the text: https://github.com/pnp/cli-microsoft365, app-install.spec.ts */
export function userNotFound(request: SandboxRequest): Answer {
  return refuse(404, "NotFound", `Failed to find user with id '${request.segments[1] ?? ""}' in the tenant`);
}

/** For an installation that the user does not have. */
export function installationNotFound(): Answer {
  return refuse(404, "NotFound", "The app installation was not found.");
}
