import { describe, expect, it } from "vitest";
import { DESCRIBED_PERMISSIONS, NOT_IN_THE_TABLE, permissionWords } from "../../src/model/permission-words.ts";

describe("what a permission allows, in words", () => {
  it.each([
    ["TeamsActivity.Send.User", "application", "it may send notifications to the person's activity feed, at any time"],
    ["CameraStream.Read.User", "delegated", "it may see what the person's camera shows, while it is used"],
    ["CameraStream.Read.User", "application", NOT_IN_THE_TABLE],
    ["Calendars.Read.User", "application", NOT_IN_THE_TABLE],
    ["toString", "application", NOT_IN_THE_TABLE],
  ] as const)("%s (%s): %s", (value, type, words) => {
    expect(permissionWords({ value, type })).toBe(words);
  });

  it("is known of each one that an app in personal scope can ask for by name", () => {
    const known = DESCRIBED_PERMISSIONS.filter(({ value }) => value.endsWith(".User")).map(({ value }) => value);
    expect(known.sort()).toEqual([
      "AiEnterpriseInteraction.Read.User",
      "CameraStream.Read.User",
      "InAppPurchase.Allow.User",
      "MeetingParticipantReaction.Read.User",
      "MicrophoneStream.Read.User",
      "OutgoingVideoStream.Write.User",
      "TeamsActivity.Send.User",
      "TeamsAppInstallation.Read.User",
    ]);
  });

  it("fits into a line of 80 columns, four of them indented, and names its resource", () => {
    const sentences = [...DESCRIBED_PERMISSIONS.map(permissionWords), NOT_IN_THE_TABLE];
    expect(sentences.filter((sentence) => sentence.length > 76)).toEqual([]);
    for (const { value } of DESCRIBED_PERMISSIONS)
      expect(value).toMatch(/^[A-Za-z-]+\.[A-Za-z]+\.(?:User|Chat|Group)$/);
  });
});
