import type { DefinitionIdentity } from "../src/model/catalog.ts";

/** Who gets the consent of the definitions that tests make, where a test is about something else. */
export const IDENTITY: DefinitionIdentity = {
  state: "known",
  clientAppId: "fdebf36e-0000-4000-8000-000000000001",
  bot: false,
};
