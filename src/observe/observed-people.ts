import { ownPart, withUser } from "../model/installation-id.ts";
import { type Installation, NOT_READ_YET, type Observations, type UserObservation } from "../model/observation.ts";
import type { Tried } from "./observation-cache.ts";

/** What is seen of people while they are read. */
export interface ObservedPeople extends Observations {
  /** Notes what was seen of somebody who is among them. */
  readonly note: (userId: string, observation: Tried) => void;
}

/** An observation without what differs from person to person: when it was made, and the ids of the installations. */
type Shape =
  | Omit<Extract<Tried, { readonly state: "unreadable" }>, "at">
  | (Omit<Extract<Tried, { readonly state: "read" }>, "at" | "installations"> & {
      readonly installations: readonly InstallationShape[];
    });

/** `ownPart`: what its id holds beside the user's; null: the id has another form and is kept as it is. */
type InstallationShape = Omit<Installation, "id"> & { readonly ownPart: string | null };

/** Of somebody who was not read yet. */
const NO_SHAPE = -1;

/**
 * Holds what is seen of these people, whom nobody has read yet; they stay in this order, whoever is read first. A million
 * people have few apps, versions and consents, so each of them is a time and the number of a shape that many share; an
 * observation is made of that when somebody asks. That takes a tenth of the memory that the observations would.
 */
export function observedPeople(userIds: readonly string[]): ObservedPeople {
  const places = new Map(userIds.map((userId, place) => [userId, place]));
  const shapeOf = new Int32Array(userIds.length).fill(NO_SHAPE);
  const at = new Float64Array(userIds.length);
  const otherIds = new Map<number, readonly string[]>();
  const shapes: Shape[] = [];
  const known = new Map<string, number>();

  const observationAt = (place: number, userId: string): UserObservation => {
    const shape = shapes[shapeOf[place] ?? NO_SHAPE];
    const seenAt = at[place];
    if (shape === undefined || seenAt === undefined) return NOT_READ_YET;
    if (shape.state === "unreadable") return { ...shape, at: seenAt };
    const ids = otherIds.get(place);
    const installations = shape.installations.map(({ ownPart: part, ...rest }, index) => {
      return { id: part === null ? (ids?.[index] ?? "") : withUser(part, userId), ...rest };
    });
    return { ...shape, installations, at: seenAt };
  };
  function* entries(): Generator<[string, UserObservation], undefined> {
    for (const [userId, place] of places) yield [userId, observationAt(place, userId)];
  }
  return {
    size: places.size,
    keys: () => places.keys(),
    entries,
    get(userId) {
      const place = places.get(userId);
      return place === undefined ? undefined : observationAt(place, userId);
    },
    note(userId, observation) {
      const place = places.get(userId);
      if (place === undefined) return;
      const shape = shapeFrom(observation, userId);
      const key = JSON.stringify(shape);
      const number = known.get(key) ?? shapes.push(shape) - 1;
      known.set(key, number);
      shapeOf[place] = number;
      at[place] = observation.at;
      if (shape.state === "read" && shape.installations.some(({ ownPart: part }) => part === null))
        otherIds.set(place, observation.state === "read" ? observation.installations.map(({ id }) => id) : []);
      else otherIds.delete(place);
    },
  };
}

function shapeFrom(observation: Tried, userId: string): Shape {
  const { at: _, ...rest } = observation;
  if (rest.state === "unreadable") return rest;
  const installations = rest.installations.map(({ id, ...one }) => ({ ownPart: ownPart(id, userId), ...one }));
  return { ...rest, installations };
}
