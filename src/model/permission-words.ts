import type { Permission } from "./permission.ts";

/**
 * What each published resource-specific permission of Teams allows, in our own words; each completes "it may …".
 *
 * Sources, by the date that each bears:
 * - https://learn.microsoft.com/microsoftteams/platform/graph-api/rsc/resource-specific-consent (2025-02-20): all but those below
 * - https://github.com/microsoftgraph/microsoft-graph-devx-content permissions/new/permissions.json (2026-08-07):
 *   `AiEnterpriseInteraction.Read.User`, `ChannelMember.*.Group`, `Chat.ManageDeletion.Chat`, `OnlineMeetingAiInsight.Read.Chat`,
 *   `OnlineMeetingArtifact.Read.Chat`, `VirtualEvent*.Chat`
 * - https://microsoft.github.io/teams-sdk/cli/commands/app/rsc (read 2026-11-29): `ChatMessage.Send.Chat`, `Member.Read.Group`,
 *   `Owner.Read.Group`
 *
 * What Microsoft names and describes nowhere, such as `File.Read.Group`, is left out: what it allows is not known here.
 */
const APPLICATION: Readonly<Record<string, string>> = {
  "AiEnterpriseInteraction.Read.User": "read what the person asks Copilot, and its answers",
  "TeamsActivity.Send.User": "send notifications to the person's activity feed",
  "TeamsAppInstallation.Read.User": "see which Teams apps the person has",

  "Calls.AccessMedia.Chat": "hear and see the calls of the chat",
  "Calls.JoinGroupCalls.Chat": "join the calls of the chat",
  "Chat.Manage.Chat": "manage the chat, its members and who reads it",
  "Chat.ManageDeletion.Chat": "delete the chat, and bring it back",
  "ChatMember.Read.Chat": "see who is in the chat",
  "ChatMessage.Read.Chat": "read the messages of the chat",
  "ChatMessage.Send.Chat": "send messages to the chat",
  "ChatMessageReadReceipt.Read.Chat": "see which message of the chat was read last",
  "ChatSettings.Read.Chat": "read the settings of the chat",
  "ChatSettings.ReadWrite.Chat": "read and change the settings of the chat",
  "OnlineMeeting.ReadBasic.Chat": "see time, organizer and link of the chat's meeting",
  "OnlineMeetingAiInsight.Read.Chat": "read the AI insights of the chat's meeting",
  "OnlineMeetingArtifact.Read.Chat": "read who attended the webinar or town hall",
  "OnlineMeetingNotification.Send.Chat": "show notifications in the chat's meeting",
  "OnlineMeetingParticipant.Read.Chat": "see who takes part in the chat's meeting, and when",
  "OnlineMeetingRecording.Read.Chat": "read the recordings of the chat's meeting",
  "OnlineMeetingTranscript.Read.Chat": "read the transcripts of the chat's meeting",
  "TeamsActivity.Send.Chat": "send notifications to people of the chat",
  "TeamsAppInstallation.Read.Chat": "see which Teams apps the chat has",
  "TeamsTab.Create.Chat": "add tabs to the chat",
  "TeamsTab.Delete.Chat": "remove tabs of the chat",
  "TeamsTab.Read.Chat": "see the tabs of the chat",
  "TeamsTab.ReadWrite.Chat": "manage the tabs of the chat",
  "VirtualEvent.Read.Chat": "read schedule and registrations of the webinar",
  "VirtualEventRegistration-Anon.ReadWrite.Chat": "register people for the webinar, and cancel that",

  "Channel.Create.Group": "add channels to the team",
  "Channel.Delete.Group": "delete channels of the team",
  "ChannelMeeting.ReadBasic.Group": "see time, organizer and link of channel meetings",
  "ChannelMeetingNotification.Send.Group": "show notifications in channel meetings of the team",
  "ChannelMeetingParticipant.Read.Group": "see who takes part in channel meetings, and when",
  "ChannelMeetingRecording.Read.Group": "read the recordings of channel meetings",
  "ChannelMeetingTranscript.Read.Group": "read the transcripts of channel meetings",
  "ChannelMember.Read.Group": "see who is in the channels of the team",
  "ChannelMember.ReadWrite.Group": "see and change who is in the channels of the team",
  "ChannelMessage.Read.Group": "read the messages in the channels of the team",
  "ChannelMessage.Send.Group": "send messages to the channels of the team",
  "ChannelSettings.Read.Group": "read names and settings of the team's channels",
  "ChannelSettings.ReadWrite.Group": "change names and settings of the team's channels",
  "Member.Read.Group": "see who is in the group",
  "Owner.Read.Group": "see who owns the group",
  "TeamMember.Read.Group": "see who is in the team",
  "TeamSettings.Read.Group": "read the settings of the team",
  "TeamSettings.ReadWrite.Group": "read and change the settings of the team",
  "TeamsActivity.Send.Group": "send notifications to people of the team",
  "TeamsAppInstallation.Read.Group": "see which Teams apps the team has",
  "TeamsTab.Create.Group": "add tabs to the team",
  "TeamsTab.Delete.Group": "remove tabs of the team",
  "TeamsTab.Read.Group": "see the tabs of the team",
  "TeamsTab.ReadWrite.Group": "manage the tabs of the team",
};

/**
 * The same for what an app may do only while the person uses it. A further source is the reference of the manifest, 1.30:
 * https://learn.microsoft.com/microsoft-365/extensibility/schema/root-authorization-permissions-resource-specific (2026-08-11)
 */
const DELEGATED: Readonly<Record<string, string>> = {
  "CameraStream.Read.User": "see what the person's camera shows",
  "InAppPurchase.Allow.User": "show the person offers, and complete purchases",
  "MeetingParticipantReaction.Read.User": "see the person's reactions in a meeting",
  "MicrophoneStream.Read.User": "hear what the person's microphone picks up",
  "OutgoingVideoStream.Write.User": "change the video that the person sends",

  "InAppPurchase.Allow.Chat": "show people in the chat offers, and sell to them",
  "LiveShareSession.ReadWrite.Chat": "run Live Share in the chat, and see who is in it",
  "MeetingParticipantReaction.Read.Chat": "see people's reactions in the chat's meeting",
  "MeetingStage.Write.Chat": "show content on the stage of the chat's meeting",
  "OnlineMeetingActiveSpeaker.Read.Chat": "see who speaks in the chat's meeting",
  "OnlineMeetingAudioVideo.Stream.Chat": "stream sound and video of the chat's meeting",
  "OnlineMeetingIncomingAudio.Detect.Chat": "notice when sound comes in, in the chat's meeting",
  "OnlineMeetingParticipant.Read.Chat": "see who takes part in the chat's meeting, and when",
  "OnlineMeetingParticipant.ToggleIncomingAudio.Chat": "turn sound on and off for people in the meeting",

  "ChannelMeetingActiveSpeaker.Read.Group": "see who speaks in channel meetings of the team",
  "ChannelMeetingAudioVideo.Stream.Group": "stream sound and video of channel meetings",
  "ChannelMeetingIncomingAudio.Detect.Group": "notice when sound comes in, in channel meetings",
  "ChannelMeetingStage.Write.Group": "show content on the stage of channel meetings",
  "InAppPurchase.Allow.Group": "show people in the team offers, and sell to them",
  "LiveShareSession.ReadWrite.Group": "run Live Share in the team, and see who is in it",
  "MeetingParticipantReaction.Read.Group": "see people's reactions in channel meetings",
};

const TABLES = { application: APPLICATION, delegated: DELEGATED } as const;

/** How an app may use a permission of either type, in words. */
const WHEN = { application: "at any time", delegated: "while it is used" } as const;

/** What is said of a permission that Microsoft publishes no description of. */
export const NOT_IN_THE_TABLE = "Microsoft does not describe it; ask the publisher what it allows";

/**
 * What a permission allows, in plain words: `it may send notifications to the person's activity feed, at any time`. One that
 * the table does not have is said to be unknown.
 */
export function permissionWords({ value, type }: Permission): string {
  const table = TABLES[type];
  const words = Object.hasOwn(table, value) ? table[value] : undefined;
  return words === undefined ? NOT_IN_THE_TABLE : `it may ${words}, ${WHEN[type]}`;
}

/** Each permission of the table. */
export const DESCRIBED_PERMISSIONS: readonly Permission[] = Object.entries(TABLES).flatMap(([type, table]) =>
  Object.keys(table).map((value) => ({ value, type: type === "delegated" ? "delegated" : "application" }) as const),
);
