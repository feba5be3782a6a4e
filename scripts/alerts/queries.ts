/** A query of Prometheus with where it stands. */
export interface Query {
  /** The alert, or the panel of the dashboard. */
  readonly where: string;
  readonly expr: string;
}

/** The alerts of a rules file that was read from YAML. @throws Error when it is none */
export function alertsOf(
  rules: unknown,
): readonly (Query & { readonly annotations: Readonly<Record<string, unknown>> })[] {
  return listAt(rules, "groups")
    .flatMap((group) => listAt(group, "rules"))
    .map((rule) => ({
      where: textAt(rule, "alert"),
      expr: textAt(rule, "expr"),
      annotations: { ...objectOf(objectOf(rule)["annotations"]) },
    }));
}

/** The queries of a dashboard of Grafana, those of its variables among them. @throws Error when it is none */
export function dashboardQueries(dashboard: unknown): readonly Query[] {
  const panels = listAt(dashboard, "panels").filter((panel) => textAt(panel, "type") !== "row");
  return panels.flatMap((panel) =>
    listAt(panel, "targets").map((target) => ({ where: textAt(panel, "title"), expr: textAt(target, "expr") })),
  );
}

/** `label_values(METRIC, label)` of the variables of a dashboard: which metric, which label. */
export function dashboardVariables(dashboard: unknown): readonly { readonly metric: string; readonly label: string }[] {
  return listAt(objectOf(dashboard)["templating"], "list").flatMap((variable) => {
    const definition = objectOf(variable)["definition"];
    const match = typeof definition === "string" ? /^label_values\((\w+)(?:\{.*\})?, (\w+)\)$/.exec(definition) : null;
    return match === null ? [] : [{ metric: match[1] ?? "", label: match[2] ?? "" }];
  });
}

/** The query as Prometheus gets it from Grafana. */
export function withoutVariables(expr: string): string {
  return expr.replaceAll(/\$\w+/g, ".+");
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw new Error(`an object was expected: ${JSON.stringify(value)}`);
  return Object.fromEntries(Object.entries(value));
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const list: unknown = objectOf(value)[key];
  if (!Array.isArray(list)) throw new Error(`a list was expected at ${key}`);
  return list.map((one: unknown) => one);
}

function textAt(value: unknown, key: string): string {
  const text = objectOf(value)[key];
  if (typeof text !== "string") throw new Error(`text was expected at ${key}`);
  return text;
}
