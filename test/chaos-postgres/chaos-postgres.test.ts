import { describe, expect, it } from "vitest";
import { WITH_SERVER } from "../store/postgres/databases.ts";
import { runPostgresCampaign } from "./campaign.ts";

describe.runIf(WITH_SERVER)("workers that share a database, whatever happens to them and to it", () => {
  it("bring everybody to the newest version with one write each", async () => {
    const played = await runPostgresCampaign(1, 12);
    expect(played.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
    expect(played.reduce((sum, { mishaps }) => sum + mishaps.length, 0)).toBeGreaterThan(12);
  });
});
