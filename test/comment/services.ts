import { Agent } from "undici";
import { onTestFinished } from "vitest";
import { markText } from "../../src/comment/comment-text.ts";
import { findDestination } from "../../src/comment/find-destination.ts";
import { postComment, type Posted } from "../../src/comment/post.ts";
import type { Provider } from "../../src/forge/variables.ts";
import type { Clock } from "../../src/model/clock.ts";
import { createVirtualClock, HURRIED } from "../fakes/clock.ts";
import { AZURE_TOKEN, BUILD_SERVICE, startAzureDevOps } from "./azure-devops-service.ts";
import { BOT, startGitHub, TOKEN } from "./github-service.ts";
import { GITLAB_BOT, GITLAB_TOKEN, startGitLab } from "./gitlab-service.ts";
import type { Service } from "./service.ts";

/** When every comment of the tests is posted. */
export const START_MS = Date.parse("2026-01-01T00:00:00Z");

/** What the three services have in common, seen from outside. */
export interface Running {
  readonly service: Service;
  readonly environment: Readonly<Record<string, string>>;
  /** Writes as our own sign-in or as somebody else. */
  readonly add: (who: "own" | "somebody", text: string) => void;
  /** The texts that readers see, oldest first. */
  readonly texts: () => readonly string[];
  /** Somebody with more rights deletes everything. */
  readonly clear: () => void;
}

export interface ServiceCase {
  readonly provider: Provider;
  readonly token: string;
  readonly longest: number;
  readonly start: (canWrite?: boolean) => Promise<Running>;
}

export const SERVICES: readonly ServiceCase[] = [
  {
    provider: "github",
    token: TOKEN,
    longest: 65_536,
    start: async (canWrite = true) => {
      const service = await startGitHub({ login: BOT, canWrite });
      return {
        service,
        environment: service.environment,
        add: (who, text) => service.add(who === "own" ? BOT : "adele", text),
        texts: () => service.comments.map(({ body }) => body),
        clear: () => void service.comments.splice(0),
      };
    },
  },
  {
    provider: "gitlab",
    token: GITLAB_TOKEN,
    longest: 330_000,
    start: async (canWrite = true) => {
      const service = await startGitLab({ isMember: canWrite });
      return {
        service,
        environment: service.environment,
        add: (who, text) => service.add(who === "own" ? GITLAB_BOT : 7, text),
        texts: () => service.notes.map(({ body }) => body),
        clear: () => void service.notes.splice(0),
      };
    },
  },
  {
    provider: "azure-devops",
    token: AZURE_TOKEN,
    longest: 150_000,
    start: async (canWrite = true) => {
      const service = await startAzureDevOps({ canContribute: canWrite });
      return {
        service,
        environment: service.environment,
        add: (who, text) => void service.add(who === "own" ? BUILD_SERVICE : "adele", text),
        texts: () =>
          service.threads.flatMap(({ comments }) =>
            comments.filter(({ isDeleted }) => !isDeleted).map(({ content }) => content),
          ),
        clear: () => void service.threads.splice(0),
      };
    },
  },
];

/** Posts a text as `trueup comment` does, without its process. */
export async function post(
  provider: Provider,
  { environment }: Pick<Running, "environment">,
  text: string,
  more: { readonly marker?: string; readonly clock?: Clock; readonly threadStatus?: "active" | "closed" } = {},
): Promise<Posted> {
  const clock = more.clock ?? createVirtualClock(START_MS, HURRIED);
  const dispatcher = new Agent();
  onTestFinished(() => dispatcher.destroy());
  const surroundings = { environment, event: null, pullRequest: null, threadStatus: more.threadStatus ?? "active" };
  const destination = findDestination(provider, surroundings);
  const comments = destination.open({ dispatcher, clock, random: () => 0 });
  return postComment(markText(text, more.marker ?? null), comments, { clock, runUrl: destination.runUrl });
}
