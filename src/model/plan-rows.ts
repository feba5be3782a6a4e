import { createIsoTimes, isoTime } from "./clock.ts";
import { ownPart, withUser } from "./installation-id.ts";
import type { PermissionKnowledge } from "./permission.ts";
import type { ActingRow, DecidedPlan, DecidedRow, PlanRow, PlanUser, ResultRow, RowObservation } from "./plan.ts";
import { madeRows, type Rows } from "./rows.ts";

/**
 * Rows of a plan or a result. A tenant has few kinds of rows, however many people it has: all that a row holds but its user,
 * the time of the observation and the id of the installation is held once for all rows of its kind.
 */
export interface PlanRows<Row extends PlanRow> extends Rows<Row> {
  /** The first row of each kind, and how many there are. */
  readonly kinds: () => readonly (readonly [row: Row, count: number])[];
  /** The rows of the kinds that are picked by their first row, in their order. */
  ofKinds<Kept extends Row>(isPicked: (row: Row) => row is Kept): PlanRows<Kept>;
  ofKinds(isPicked: (row: Row) => boolean): PlanRows<Row>;
  /** Tells `look` of each row by what `tell` says of its kind, which is asked of the first row of each. */
  readonly byKind: <Told>(tell: (row: Row) => Told, look: (told: Told, user: PlanUser, index: number) => void) => void;
  /**
   * The rows as `change` makes them, of the same user and with what was observed; it gives back the row itself where nothing
   * changes. The very rows where it changes none.
   * @param concerns which rows may change at all, told by their kinds, each by its first row, or by their users
   */
  readonly revised: <Next extends PlanRow>(
    change: (row: Row, index: number) => Row | Next,
    concerns?: Concerned<Row>,
  ) => PlanRows<Row | Next>;
}

/** Which rows are worth a look; left out: all. */
export interface Concerned<Row> {
  readonly kind?: (row: Row) => boolean;
  readonly user?: (user: PlanUser) => boolean;
}

/** Whatever rows are held as, as {@link PlanRows}. */
export function planRows<Row extends PlanRow>(rows: Rows<Row>): PlanRows<Row> {
  return isPacked(rows) ? rows : packRows(rows, (row) => row);
}

function isPacked<Row extends PlanRow>(rows: Rows<Row>): rows is PlanRows<Row> {
  return "revised" in rows;
}

/** One row for each of these, in their order. */
export function packRows<From, Row extends PlanRow>(
  all: Pick<Rows<From>, "length" | "forEach">,
  make: (one: From) => Row,
): PlanRows<Row> {
  const packing = createPacking<Row>(all.length);
  all.forEach((one) => packing.add(make(one)));
  return rowsIn(packing.columns);
}

/** Gives each row that acts, of the users that are meant, as `change` makes it; the very plan where it changes none. */
export function reviseActing(
  plan: DecidedPlan,
  change: (row: ActingRow) => DecidedRow,
  isMeant?: (user: PlanUser) => boolean,
): DecidedPlan {
  const concerned = { kind: isActing, ...(isMeant === undefined ? {} : { user: isMeant }) };
  const before = planRows(plan.rows);
  const rows = before.revised((row): DecidedRow => (row.verdict === "act" ? change(row) : row), concerned);
  return rows === before ? plan : { ...plan, rows };
}

function isActing({ verdict }: DecidedRow): boolean {
  return verdict === "act";
}

/** {@link PlanRows.byKind} for whatever rows are held as. */
export function byKind<Row extends PlanRow, Told>(
  rows: Rows<Row>,
  tell: (row: Row) => Told,
  look: (told: Told, user: PlanUser, index: number) => void,
): void {
  if (isPacked(rows)) rows.byKind(tell, look);
  else rows.forEach((row, index) => look(tell(row), row.user, index));
}

/** The rows of each app, in their order. */
export function rowsByApp<Row extends PlanRow>(rows: Rows<Row>): ReadonlyMap<string, PlanRows<Row>> {
  const all = planRows(rows);
  const apps = new Set(all.kinds().map(([{ app }]) => app));
  return new Map([...apps].map((name) => [name, all.ofKinds(({ app }) => app === name)]));
}

function rowsIn<Row extends PlanRow>(columns: Columns<Row>): PlanRows<Row> {
  const { users, kindOf, kinds } = columns;
  const observations = observationsIn(columns);
  const make = (index: number): Row => {
    const [kind, user] = [kinds[kindOf[index] ?? NO_NUMBER], users[index]];
    if (kind === undefined || user === undefined) throw new RangeError(`there is no row at ${index}`);
    return { ...kind.row, user, observed: observations.at(index, kind, user) };
  };
  let counts: Int32Array | null = null;
  const rows: PlanRows<Row> = Object.assign(madeRows(users.length, make), {
    kinds() {
      counts ??= countIn(kindOf, kinds.length);
      return kinds.map(({ row }, kind) => [row, counts?.[kind] ?? 0] as const).filter(([, count]) => count > 0);
    },
    ofKinds(isPicked: (row: Row) => boolean) {
      const picked = kinds.map(({ row }) => isPicked(row));
      if (!picked.includes(false)) return rows;
      const places = kindOf.map((_, index) => index).filter((index) => picked[kindOf[index] ?? NO_NUMBER]);
      const packing = createPacking<Row>(places.length);
      places.forEach(packing.copier(columns));
      return rowsIn(packing.columns);
    },
    byKind<Told>(tell: (row: Row) => Told, look: (told: Told, user: PlanUser, index: number) => void): void {
      const told = kinds.map(({ row }) => [tell(row)] as const);
      users.forEach((user, index) => {
        const own = told[kindOf[index] ?? NO_NUMBER];
        if (own !== undefined) look(own[0], user, index);
      });
    },
    revised<Next extends PlanRow>(
      change: (row: Row, index: number) => Row | Next,
      { kind: isKind = always, user: isUser = always }: Concerned<Row> = {},
    ): PlanRows<Row | Next> {
      const concerned = kinds.map(({ row }) => isKind(row));
      const revisedKinds: Kind<Row | Next>[] = [...kinds];
      const numberFor = createNumbering(revisedKinds);
      const revisedKindOf = kindOf.slice();
      let isChanged = false;
      users.forEach((user, index) => {
        const kind = kinds[kindOf[index] ?? NO_NUMBER];
        if (kind === undefined || concerned[kindOf[index] ?? NO_NUMBER] !== true || !isUser(user)) return;
        const before = make(index);
        const after = change(before, index);
        if (after === before) return;
        revisedKindOf[index] = numberFor(after, kind.part, kind.isTimed);
        isChanged = true;
      });
      return isChanged ? rowsIn({ ...columns, kindOf: revisedKindOf, kinds: revisedKinds }) : rows;
    },
  });
  return rows;
}

function always(): boolean {
  return true;
}

function countIn(kindOf: Int32Array, kinds: number): Int32Array {
  const counts = new Int32Array(kinds);
  for (let index = 0; index < kindOf.length; index += 1) {
    const kind = kindOf[index] ?? NO_NUMBER;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** What the rows of a kind have in common. */
interface Kind<Row> {
  /** The first of them. */
  readonly row: Row;
  /** What the ids of their installations hold beside the user's; null: they have none, or it is kept as it is. */
  readonly part: string | null;
  /** False: the time is that of the first row, if any. */
  readonly isTimed: boolean;
}

/** A cell for each row, by its place. */
interface Columns<Row> {
  readonly users: readonly PlanUser[];
  readonly kindOf: Int32Array;
  /** When what is observed was seen, in milliseconds since the epoch. */
  readonly seenAt: Float64Array;
  /** Ids of installations that have another form. */
  readonly otherIds: readonly (string | undefined)[];
  readonly kinds: readonly Kind<Row>[];
}

function observationsIn({ seenAt, otherIds }: Omit<Columns<PlanRow>, "kinds">) {
  const time = createIsoTimes();
  return {
    at(index: number, { row: { observed }, part, isTimed }: Kind<PlanRow>, { id }: PlanUser): RowObservation {
      if (observed.state === "not-observed") return observed;
      const at = isTimed ? time(seenAt[index] ?? Number.NaN) : observed.at;
      if (observed.state === "present") {
        const { version, consent } = observed;
        const installationId = part === null ? (otherIds[index] ?? "") : withUser(part, id ?? "");
        return { state: "present", version, installationId, consent, at: at ?? observed.at };
      }
      return observed.state === "absent" ? { state: "absent", at: at ?? observed.at } : { state: "unreadable", at };
    },
  };
}

/** Takes rows one after the other. */
function createPacking<Row extends PlanRow>(length: number) {
  const users: PlanUser[] = [];
  const kindOf = new Int32Array(length);
  const seenAt = new Float64Array(length);
  const otherIds: (string | undefined)[] = [];
  const kinds: Kind<Row>[] = [];
  const numberFor = createNumbering(kinds);
  const readTime = createTimeReader();
  let next = 0;
  const put = (user: PlanUser, kind: number, otherId: string | undefined): number => {
    const place = next;
    next += 1;
    users[place] = user;
    kindOf[place] = kind;
    if (otherId !== undefined) {
      while (otherIds.length < place) otherIds.push(undefined);
      otherIds.push(otherId);
    }
    return place;
  };
  return {
    columns: { users, kindOf, seenAt, otherIds, kinds },
    /** Gives a function that takes the row at a place of other columns as it is. */
    copier(from: Columns<Row>): (place: number) => void {
      const numbers = from.kinds.map(() => NO_NUMBER);
      return (place) => {
        const before = from.kindOf[place] ?? NO_NUMBER;
        const [user, kind, number] = [from.users[place], from.kinds[before], numbers[before] ?? NO_NUMBER];
        if (user === undefined || kind === undefined) throw new RangeError(`there is no row at ${place}`);
        const own = number === NO_NUMBER ? kinds.push(kind) - 1 : number;
        numbers[before] = own;
        seenAt[put(user, own, from.otherIds[place])] = from.seenAt[place] ?? Number.NaN;
      };
    },
    add(row: Row): void {
      const { user, observed } = row;
      const id = observed.state === "present" ? observed.installationId : null;
      const part = id === null || user.id === null ? null : ownPart(id, user.id);
      const ms = observed.state === "not-observed" || observed.at === null ? Number.NaN : readTime(observed.at);
      const number = numberFor(row, part, !Number.isNaN(ms));
      seenAt[put(user, number, part === null ? (id ?? undefined) : undefined)] = ms;
    },
  };
}

const NO_NUMBER = -1;

/** Reads the times that `isoTime` writes; not a number: it would write another text. */
function createTimeReader(): (text: string) => number {
  let last = { text: "", ms: Number.NaN };
  return (text) => {
    if (text !== last.text) {
      const ms = Date.parse(text);
      last = { text, ms: Number.isNaN(ms) || isoTime(ms) !== text ? Number.NaN : ms };
    }
    return last.ms;
  };
}

/** So many of the last kinds are compared first: rows that follow each other are mostly of few. */
const COMPARED = 6;
/** Where there are more kinds, as where each row ended in its own way, there is little to be shared. */
const MOST_REMEMBERED = 10_000;

/** Finds the number of a row's kind among those of the rows before, or adds a new one. */
function createNumbering<Row extends PlanRow>(kinds: Kind<Row>[]) {
  let recent: readonly (readonly [Kind<Row>, number])[] = [];
  const known = new Map<string, number>();
  const numbers = new Map<unknown, number>();
  const numberOf = (value: unknown): number => {
    const number = numbers.get(value) ?? numbers.size;
    numbers.set(value, number);
    return number;
  };
  return (row: Row, part: string | null, isTimed: boolean): number => {
    for (const [kind, number] of recent) {
      if (kind.part === part && kind.isTimed === isTimed && isLike(kind.row, row, isTimed)) return number;
    }
    const kind = { row, part, isTimed };
    const key = known.size < MOST_REMEMBERED ? factsOf(kind).map(numberOf).join(" ") : null;
    const number = (key === null ? undefined : known.get(key)) ?? kinds.push(kind) - 1;
    if (key !== null) known.set(key, number);
    recent = [[kind, number] as const, ...recent].slice(0, COMPARED);
    return number;
  };
}

/** All by which kinds differ. */
function factsOf({ row, part, isTimed }: Kind<PlanRow>): readonly unknown[] {
  const seen = { version: null, consent: null, at: null, ...row.observed };
  const consent = seen.consent?.state === "known" ? seen.consent : null;
  const { user: _, observed: __, ...rest } = row;
  return [part, isTimed, seen.state, seen.version, consent, isTimed ? null : seen.at, ...Object.entries(rest).flat()];
}

type NamesIn<One> = One extends unknown ? keyof One : never;
/** What rows of a kind have in common; optional, since no row has all of it. */
export type Common = { readonly [Name in Exclude<NamesIn<DecidedRow | ResultRow>, "user" | "observed">]?: unknown };

/** Whether {@link factsOf} says the same of both, written out since it is asked a million times. */
function isLike(a: PlanRow, b: PlanRow, isTimed: boolean): boolean {
  return isCommon(a, b) && isSeenAlike(a.observed, b.observed, isTimed);
}

function isCommon(a: Common, b: Common): boolean {
  return (
    a.reason === b.reason &&
    a.drift === b.drift &&
    a.detail === b.detail &&
    a.desired === b.desired &&
    a.app === b.app &&
    a.verdict === b.verdict &&
    a.action === b.action &&
    a.move === b.move &&
    a.consent === b.consent &&
    a.sources === b.sources &&
    a.on === b.on &&
    a.brings === b.brings &&
    a.replaced === b.replaced &&
    a.unaccepted === b.unaccepted &&
    a.outcome === b.outcome
  );
}

function isSeenAlike(a: RowObservation, b: RowObservation, isTimed: boolean): boolean {
  if (a.state === "not-observed" || b.state === "not-observed") return a.state === b.state;
  if (!isTimed && a.at !== b.at) return false;
  if (a.state !== "present" || b.state !== "present") return a.state === b.state;
  return a.version === b.version && (a.consent === b.consent || isUnknown(a.consent, b.consent));
}

function isUnknown(...consents: readonly PermissionKnowledge[]): boolean {
  return consents.every(({ state }) => state === "unknown");
}
