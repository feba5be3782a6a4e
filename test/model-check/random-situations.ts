import { type Chance, chanceOf } from "../fuzz/chance.ts";
import type { Case } from "./agrees.ts";
import type { Accepted, Situation } from "./situation.ts";
import {
  A,
  ACCOUNTS,
  accepting,
  APPROVED,
  createFactory,
  D,
  ENSURES,
  PLACES,
  possible,
  WITHOUT_OFFER,
  X,
} from "./situations.ts";

/** So many situations at random, the same for the same seed. */
export function* randomCases(rows: number, seed: number): Generator<Case> {
  const chance = chanceOf(seed);
  const factsOf = createFactory();
  for (let row = 0; row < rows; row += 1) {
    const situation = possible(anySituation(chance));
    yield { situation, facts: factsOf(situation) };
  }
}

/** Any combination of all that the decision looks at; what stands in the way of everything else comes seldom. */
function anySituation(chance: Chance): Situation {
  const seldom = (): boolean => chance.onceIn(12);
  const usually = <Item>(usual: Item, others: readonly [Item, ...Item[]]): Item =>
    chance.onceIn(5) ? chance.pick(others) : usual;
  return {
    disagreeing: seldom(),
    targetUnread: seldom(),
    account: usually("eligible", pickable([...ACCOUNTS, "plans-unread", "plans-unread"])),
    rank: chance.pick([0, 1, 2]),
    ensure: chance.onceIn(6) ? chance.pick(pickable(ENSURES)) : chance.pick(["upgraded", "installed"]),
    reading: usually("whole", ["partly", "doubtful", "unreadable", "refused", "not-yet"]),
    otherCopy: seldom(),
    installed: chance.onceIn(4) ? chance.pick(["absent", "not-comparable"]) : chance.pick(pickable(PLACES)),
    byCatalogId: chance.onceIn(2),
    accepted: anyRange(chance),
    offered: chance.onceIn(5)
      ? chance.pick(pickable(WITHOUT_OFFER))
      : { version: chance.pick(pickable(PLACES)), requires: anyPermissions(chance) },
    installedRequires: anyPermissions(chance),
    identity: usually("known", ["none", "unknown"]),
    pinned: usually("nothing", ["the known one", "another"]),
    lock: usually("none", [
      "same",
      "same",
      "not-named",
      "other-version",
      "other-permissions",
      "other-identity",
      "other-bot",
    ]),
    denied: new Set(chance.onceIn(2) ? [] : PLACES.filter(() => chance.onceIn(3))),
    approved: APPROVED,
    inForce: anyPermissions(chance),
    mayConsent: chance.pick([true, false, "unknown"]),
    repair: chance.pick(["report", "upgrade", "reinstall"]),
    replaces: usually("nothing", ["absent", "present"]),
    replacedIsManaged: chance.onceIn(4),
    unfinished: chance.onceIn(6),
  };
}

function anyPermissions(chance: Chance): Situation["inForce"] {
  if (chance.onceIn(6)) return "unknown";
  return [...[A, D].filter(() => chance.onceIn(2)), ...(chance.onceIn(6) ? [X] : [])];
}

function anyRange(chance: Chance): Accepted {
  if (chance.onceIn(8)) return { text: "latest", latest: true, has: () => true, highest: Number.POSITIVE_INFINITY };
  const places = PLACES.filter(() => chance.onceIn(3));
  const from = chance.onceIn(4) ? chance.pick(pickable(PLACES)) : null;
  const isNothing = places.length === 0 && from === null;
  return accepting(chance.onceIn(3), isNothing ? [chance.pick(pickable(PLACES))] : places, from);
}

function pickable<Item>([first, ...others]: readonly Item[]): readonly [Item, ...Item[]] {
  if (first === undefined) throw new Error("there is nothing to pick from");
  return [first, ...others];
}
