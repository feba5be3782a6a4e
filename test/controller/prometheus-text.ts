/** One line of a scrape, with what its `# TYPE` and `# HELP` lines say. */
export interface Sample {
  /** As in the line, for example `trueup_pass_duration_seconds_sum`. */
  readonly name: string;
  /** Of the whole metric, without the ending that histograms add. */
  readonly metric: string;
  readonly type: string;
  readonly help: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"(?:,|$)/gy;

/**
 * Reads the text format strictly, by https://prometheus.io/docs/instrumenting/exposition_formats/.
 * @throws Error for a line that does not follow it
 */
export function parsePrometheus(text: string): readonly Sample[] {
  const types = new Map<string, string>();
  const helps = new Map<string, string>();
  const samples: Sample[] = [];
  if (!text.endsWith("\n")) throw new Error("the text does not end with a line break");
  for (const line of text.split("\n")) {
    const comment = /^# (TYPE|HELP) (\S+) (.*)$/.exec(line);
    if (comment !== null) (comment[1] === "TYPE" ? types : helps).set(comment[2] ?? "", comment[3] ?? "");
    else if (line !== "") samples.push(sampleOf(line, types, helps));
  }
  return samples;
}

function sampleOf(line: string, types: ReadonlyMap<string, string>, helps: ReadonlyMap<string, string>): Sample {
  const match = LINE.exec(line);
  if (match === null) throw new Error(`no sample: ${line}`);
  const [, name = "", labels = "", value = ""] = match;
  const histogram = name.replace(/_(bucket|sum|count)$/, "");
  const metric = types.get(histogram) === "histogram" ? histogram : name;
  const type = types.get(metric);
  if (type === undefined) throw new Error(`${name} has no type`);
  return { name, metric, type, help: helps.get(metric) ?? "", labels: labelsOf(labels), value: numberOf(value) };
}

function labelsOf(text: string): Record<string, string> {
  const found = [...text.matchAll(LABEL)];
  if (found.map(([whole]) => whole).join("") !== text) throw new Error(`no labels: ${text}`);
  return Object.fromEntries(found.map(([, name = "", value = ""]) => [name, value.replaceAll(/\\(.)/g, "$1")]));
}

function numberOf(text: string): number {
  const value = text === "+Inf" ? Number.POSITIVE_INFINITY : Number(text);
  if (Number.isNaN(value) && text !== "NaN") throw new Error(`no number: ${text}`);
  return value;
}
