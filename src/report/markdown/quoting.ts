import type { PlanRow, PlanUser } from "../../model/plan.ts";
import { peopleInText, SOMEBODY } from "../people-in-text.ts";
import type { People } from "../pseudonyms.ts";
import { code, NAME_LENGTH, SENTENCE_LENGTH } from "./inert.ts";

/** How a report repeats what came with the data. What it gives back is Markdown that shows the data and does nothing. */
export interface Quoting {
  /** A person, by name or pseudonym; null: people are only counted. */
  readonly person: (user: PlanUser) => string | null;
  /** Somebody by a name that was written; who is in the document too appears there and here as the same. */
  readonly personCalled: (name: string) => string;
  /** A sentence, at most 300 characters of it. People in it appear as {@link Quoting.person} has them. */
  readonly sentence: (text: string) => string;
}

/** Quoting for one document, with people in sentences as {@link peopleInText} finds them. */
export function quotingOf(rows: readonly PlanRow[], people: People): Quoting {
  const inText = peopleInText(rows, people);
  return {
    person: (user) => {
      const label = people.label(user);
      return label === null ? null : code(label, NAME_LENGTH);
    },
    personCalled: (name) => {
      const label = inText.called(name);
      return label === null ? SOMEBODY : code(label, NAME_LENGTH);
    },
    sentence: (text) => code(inText.without(text, SENTENCE_LENGTH), SENTENCE_LENGTH),
  };
}
