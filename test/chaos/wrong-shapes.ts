import type { Question } from "./faults.ts";

type Body = Readonly<Record<string, unknown>>;
type Change = (body: Body) => unknown;

const ANYTHING: readonly Change[] = [() => [], () => null, () => 42, () => "text", () => ({})];
const JUNK: readonly unknown[] = [null, 7, [], {}, { id: 7 }];
const LISTS: readonly Change[] = [
  ...ANYTHING,
  ...[undefined, null, {}, "text"].map(
    (value): Change =>
      (body) => ({ ...body, value }),
  ),
  ...JUNK.map(
    (junk): Change =>
      (body) => ({ ...body, value: [...itemsOf(body), junk] }),
  ),
  (body) => ({ ...body, "@odata.nextLink": 7 }),
];

/** Answers of unexpected shape, from which nothing can be concluded about anybody in them. */
const SHAPES: Readonly<Partial<Record<Question, readonly Change[]>>> = {
  user: [
    ...ANYTHING,
    ...[
      { id: undefined },
      { id: "" },
      { accountEnabled: "yes" },
      { accountEnabled: null },
      { userType: "Robot" },
      { assignedPlans: "all" },
      { assignedPlans: null },
      { assignedPlans: [{}] },
    ].map(
      (change): Change =>
        (body) => ({ ...body, ...change }),
    ),
  ],
  catalog: [
    ...LISTS,
    eachItem(() => ({ id: null })),
    eachItem(() => ({ appDefinitions: null })),
    eachItem(() => ({ appDefinitions: {} })),
    eachItem(() => ({ appDefinitions: [null] })),
    eachDefinition({ authorization: null }),
    eachDefinition({ authorization: "all" }),
    eachDefinition({ authorization: { requiredPermissionSet: null } }),
    eachDefinition({ authorization: { requiredPermissionSet: {} } }),
    eachDefinition({ authorization: { requiredPermissionSet: { resourceSpecificPermissions: null } } }),
    eachDefinition({ authorization: { requiredPermissionSet: { resourceSpecificPermissions: [{}] } } }),
    eachDefinition({ version: 24 }),
    eachDefinition({ version: "next" }),
    eachDefinition({ publishingState: null }),
  ],
  installations: [...LISTS, (body) => ({ ...body, value: [...itemsOf(body), { id: "x", teamsApp: null }] })],
};

/** The answer, changed so that it is not what was asked for. */
export function misshapen(question: Question, answer: unknown, shape: number): unknown {
  const shapes = SHAPES[question] ?? LISTS;
  const body: Body = isBody(answer) ? answer : {};
  return shapes[shape % shapes.length]?.(body) ?? null;
}

export function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The items of a list; empty for what is none. */
export function itemsOf(body: unknown): readonly Body[] {
  const value: unknown = isBody(body) ? body["value"] : null;
  return Array.isArray(value) ? value.filter(isBody) : [];
}

/** An empty list has nothing to change, so something is added that is no item. */
function eachItem(change: (item: Body) => object): Change {
  return (body) => {
    const items = itemsOf(body);
    return { ...body, value: items.length === 0 ? [null] : items.map((item) => ({ ...item, ...change(item) })) };
  };
}

function eachDefinition(change: object): Change {
  return eachItem((item) => {
    const definitions: unknown = item["appDefinitions"];
    return {
      appDefinitions: Array.isArray(definitions)
        ? definitions.filter(isBody).map((one) => ({ ...one, ...change }))
        : null,
    };
  });
}
