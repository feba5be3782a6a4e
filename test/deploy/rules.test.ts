import { describe, expect, it } from "vitest";
import { rulesFor } from "../../scripts/deploy/rules/rules.ts";
import { objectsOf, type Plain, plant, problemsWith, settingsOf, VERSION } from "./base-objects.ts";

const JOB = "/spec/jobTemplate/spec";
const JOB_POD = `${JOB}/template/spec`;
const JOB_CONTAINER = `${JOB_POD}/containers/0`;
const POD = "/spec/template/spec";
const CONTAINER = `${POD}/containers/0`;

interface Mistake {
  readonly rule: string;
  readonly in: "cronjob" | "deployment";
  /** The object: its kind, or kind and name. */
  readonly of: string;
  readonly at: string;
  /** Undefined: what is there is taken out. */
  readonly value?: unknown;
  readonly says: RegExp;
}

const MISTAKES: readonly Mistake[] = [
  { rule: "images", in: "cronjob", of: "CronJob", at: `${JOB_CONTAINER}/image`, value: "trueup", says: /no tag/ },
  {
    rule: "images",
    in: "cronjob",
    of: "CronJob",
    at: `${JOB_CONTAINER}/image`,
    value: "host:5000/trueup",
    says: /no tag/,
  },
  {
    rule: "images",
    in: "deployment",
    of: "Deployment",
    at: `${CONTAINER}/image`,
    value: "a/trueup:latest",
    says: /each day/,
  },
  {
    rule: "images",
    in: "deployment",
    of: "Deployment",
    at: `${CONTAINER}/image`,
    value: "trueup:0.0.9",
    says: /0\.1\.0/,
  },
  ...podMistakes("cronjob", "CronJob", JOB_POD),
  ...podMistakes("deployment", "Deployment", POD),
  {
    rule: "security",
    in: "cronjob",
    of: "ServiceAccount",
    at: "/automountServiceAccountToken",
    says: /has to be false/,
  },
  {
    rule: "identity",
    in: "cronjob",
    of: "CronJob",
    at: `${JOB}/template/metadata/labels/azure.workload.identity~1use`,
    says: /lack the label/,
  },
  {
    rule: "identity",
    in: "cronjob",
    of: "ServiceAccount",
    at: "/metadata/annotations/azure.workload.identity~1client-id",
    value: "00000000-0000-0000-0000-000000000000",
    says: /client-id/,
  },
  {
    rule: "identity",
    in: "cronjob",
    of: "ServiceAccount",
    at: "/metadata/annotations/azure.workload.identity~1tenant-id",
    says: /tenant-id/,
  },
  {
    rule: "command lines",
    in: "cronjob",
    of: "CronJob",
    at: `${JOB_CONTAINER}/args/-`,
    value: "--yess",
    says: /unknown option '--yess'/,
  },
  {
    rule: "command lines",
    in: "cronjob",
    of: "CronJob",
    at: `${JOB_CONTAINER}/args/0`,
    value: "aply",
    says: /unknown command 'aply'/,
  },
  {
    rule: "command lines",
    in: "cronjob",
    of: "CronJob",
    at: `${JOB_CONTAINER}/args/4`,
    value: "23 hours",
    says: /whole number with a unit/,
  },
  {
    rule: "command lines",
    in: "cronjob",
    of: "CronJob",
    at: `${JOB_CONTAINER}/args/1`,
    value: "/elsewhere",
    says: /PATH \(\/elsewhere\)/,
  },
  {
    rule: "command lines",
    in: "cronjob",
    of: "CronJob",
    at: `${JOB_CONTAINER}/command`,
    value: ["trueup"],
    says: /entry point/,
  },
  {
    rule: "command lines",
    in: "cronjob",
    of: "CronJob",
    at: `${JOB_CONTAINER}/env/0/value`,
    value: "/tmp/store.db",
    says: /TRUEUP_STORE/,
  },
  {
    rule: "command lines",
    in: "cronjob",
    of: "CronJob",
    at: `${JOB_CONTAINER}/env/1/value`,
    value: "/root",
    says: /HOME/,
  },
  {
    rule: "command lines",
    in: "deployment",
    of: "Deployment",
    at: `${CONTAINER}/args/2`,
    value: "$(NOWHERE)",
    says: /\$\(NOWHERE\)/,
  },
  {
    rule: "command lines",
    in: "deployment",
    of: "Deployment",
    at: `${CONTAINER}/args/8`,
    value: "/app/git",
    says: /--workspace/,
  },
  {
    rule: "command lines",
    in: "deployment",
    of: "Deployment",
    at: `${CONTAINER}/args/18`,
    value: "/tmp/suspended",
    says: /--suspend-file/,
  },
  {
    rule: "command lines",
    in: "deployment",
    of: "ConfigMap trueup-tenant",
    at: "/data/schedule",
    value: "daily",
    says: /cannot be read/,
  },
  { rule: "CronJobs", in: "cronjob", of: "CronJob", at: "/spec/concurrencyPolicy", value: "Replace", says: /Forbid/ },
  { rule: "CronJobs", in: "cronjob", of: "CronJob", at: `${JOB}/backoffLimit`, says: /backoffLimit/ },
  { rule: "CronJobs", in: "cronjob", of: "CronJob", at: `${JOB}/backoffLimit`, value: 6, says: /seven runs/ },
  { rule: "CronJobs", in: "cronjob", of: "CronJob", at: `${JOB_POD}/restartPolicy`, value: "OnFailure", says: /Never/ },
  { rule: "CronJobs", in: "cronjob", of: "CronJob", at: `${JOB}/parallelism`, value: 2, says: /one run/ },
  {
    rule: "CronJobs",
    in: "cronjob",
    of: "CronJob",
    at: `${JOB}/podFailurePolicy/rules/-`,
    value: { action: "Ignore", onExitCodes: { operator: "In", values: [3] } },
    says: /drained node only/,
  },
  {
    rule: "CronJobs",
    in: "cronjob",
    of: "CronJob",
    at: "/spec/startingDeadlineSeconds",
    says: /startingDeadlineSeconds/,
  },
  { rule: "CronJobs", in: "cronjob", of: "CronJob", at: "/spec/failedJobsHistoryLimit", says: /history/ },
  { rule: "CronJobs", in: "cronjob", of: "CronJob", at: "/spec/timeZone", says: /timeZone/ },
  {
    rule: "CronJobs",
    in: "cronjob",
    of: "CronJob",
    at: "/spec/schedule",
    value: "0 6,18 * * *",
    says: /more often than once a day/,
  },
  { rule: "CronJobs", in: "cronjob", of: "CronJob", at: "/spec/schedule", value: "61 6 * * *", says: /cannot be read/ },
  { rule: "CronJobs", in: "cronjob", of: "CronJob", at: `${JOB}/activeDeadlineSeconds`, says: /activeDeadlineSeconds/ },
  {
    rule: "CronJobs",
    in: "cronjob",
    of: "CronJob",
    at: `${JOB}/activeDeadlineSeconds`,
    value: 21_600,
    says: /run's own limit/,
  },
  {
    rule: "CronJobs",
    in: "cronjob",
    of: "CronJob",
    at: `${JOB_CONTAINER}/args`,
    value: ["apply", "/desired-state", "--budget", "6h"],
    says: /needs --yes/,
  },
  {
    rule: "CronJobs",
    in: "cronjob",
    of: "CronJob",
    at: `${JOB_CONTAINER}/args`,
    value: ["apply", "/desired-state", "--yes"],
    says: /--budget/,
  },
  {
    rule: "CronJobs",
    in: "cronjob",
    of: "CronJob",
    at: `${JOB_CONTAINER}/args`,
    value: ["run", "/desired-state", "--apply", "--deadline", "6h"],
    says: /needs --once/,
  },
  { rule: "controllers", in: "deployment", of: "Deployment", at: "/spec/replicas", value: 2, says: /one controller/ },
  {
    rule: "controllers",
    in: "deployment",
    of: "Deployment",
    at: "/spec/strategy/type",
    value: "RollingUpdate",
    says: /Recreate/,
  },
  {
    rule: "controllers",
    in: "deployment",
    of: "Deployment",
    at: "/spec/progressDeadlineSeconds",
    says: /progressDeadlineSeconds/,
  },
  {
    rule: "controllers",
    in: "deployment",
    of: "Deployment",
    at: `${CONTAINER}/livenessProbe/httpGet/path`,
    value: "/readyz",
    says: /livenessProbe/,
  },
  {
    rule: "controllers",
    in: "deployment",
    of: "Deployment",
    at: `${CONTAINER}/livenessProbe/failureThreshold`,
    value: 1,
    says: /bear/,
  },
  {
    rule: "controllers",
    in: "deployment",
    of: "Deployment",
    at: `${CONTAINER}/readinessProbe`,
    says: /readinessProbe/,
  },
  {
    rule: "controllers",
    in: "deployment",
    of: "Deployment",
    at: `${CONTAINER}/startupProbe/httpGet/port`,
    value: "http",
    says: /startupProbe/,
  },
  {
    rule: "controllers",
    in: "deployment",
    of: "Deployment",
    at: `${CONTAINER}/args/20`,
    value: "127.0.0.1:9464",
    says: /--listen/,
  },
  {
    rule: "controllers",
    in: "deployment",
    of: "Deployment",
    at: `${CONTAINER}/args/20`,
    value: "0.0.0.0:8080",
    says: /--listen/,
  },
  {
    rule: "controllers",
    in: "deployment",
    of: "Deployment",
    at: `${CONTAINER}/args/-`,
    value: "--once",
    says: /--once/,
  },
  { rule: "ending", in: "deployment", of: "Deployment", at: `${POD}/terminationGracePeriodSeconds`, says: /330/ },
  {
    rule: "ending",
    in: "cronjob",
    of: "CronJob",
    at: `${JOB_POD}/terminationGracePeriodSeconds`,
    value: 30,
    says: /330/,
  },
  {
    rule: "references",
    in: "cronjob",
    of: "CronJob",
    at: `${JOB_POD}/serviceAccountName`,
    value: "default",
    says: /no ServiceAccount default/,
  },
  {
    rule: "references",
    in: "cronjob",
    of: "PersistentVolumeClaim",
    at: "/metadata/name",
    value: "store",
    says: /no PersistentVolumeClaim trueup-store/,
  },
  {
    rule: "references",
    in: "cronjob",
    of: "ConfigMap trueup-desired-state",
    at: "/metadata/namespace",
    value: "trueup-fabrikam",
    says: /no ConfigMap trueup-desired-state/,
  },
  {
    rule: "references",
    in: "deployment",
    of: "ConfigMap trueup-tenant",
    at: "/data/git-url",
    says: /no the key git-url|the key git-url in/,
  },
  {
    rule: "references",
    in: "deployment",
    of: "Deployment",
    at: `${CONTAINER}/env/7/valueFrom/secretKeyRef/optional`,
    says: /no Secret trueup/,
  },
  {
    rule: "volumes",
    in: "cronjob",
    of: "CronJob",
    at: `${JOB_POD}/volumes/0/name`,
    value: "state",
    says: /no volume store/,
  },
  {
    rule: "volumes",
    in: "cronjob",
    of: "CronJob",
    at: `${JOB_POD}/volumes/-`,
    value: { name: "more", emptyDir: {} },
    says: /nothing mounts more/,
  },
  {
    rule: "volumes",
    in: "deployment",
    of: "Deployment",
    at: `${CONTAINER}/volumeMounts/1/subPath`,
    value: "suspended",
    says: /subPath/,
  },
  {
    rule: "selectors",
    in: "deployment",
    of: "Deployment",
    at: "/spec/selector/matchLabels/app.kubernetes.io~1name",
    value: "other",
    says: /does not match/,
  },
  {
    rule: "selectors",
    in: "deployment",
    of: "Service",
    at: "/spec/selector/app.kubernetes.io~1name",
    value: "other",
    says: /selects no pods/,
  },
  {
    rule: "selectors",
    in: "deployment",
    of: "Service",
    at: "/spec/ports/0/targetPort",
    value: "http",
    says: /no container has the port http/,
  },
  {
    rule: "memory",
    in: "cronjob",
    of: "CronJob",
    at: `${JOB_CONTAINER}/resources/limits/memory`,
    value: "512Mi",
    says: /has to be --max-old-space-size=200 --max-semi-space-size=16/,
  },
  { rule: "memory", in: "deployment", of: "Deployment", at: `${CONTAINER}/env`, says: /--max-old-space-size=712/ },
  {
    rule: "network",
    in: "cronjob",
    of: "NetworkPolicy",
    at: "/spec/podSelector/matchLabels/app.kubernetes.io~1name",
    value: "other",
    says: /for Ingress selects its pods/,
  },
  {
    rule: "network",
    in: "cronjob",
    of: "NetworkPolicy",
    at: "/spec/policyTypes",
    value: ["Ingress"],
    says: /for Egress selects its pods/,
  },
  {
    rule: "network",
    in: "cronjob",
    of: "NetworkPolicy",
    at: "/spec/egress/1/ports/0/port",
    value: 80,
    says: /port 80/,
  },
  {
    rule: "network",
    in: "cronjob",
    of: "NetworkPolicy",
    at: "/spec/egress/1/ports/0/port",
    value: 4318,
    says: /port 4318/,
  },
  {
    rule: "network",
    in: "cronjob",
    of: "NetworkPolicy",
    at: "/spec/egress/1/ports/0/endPort",
    value: 9000,
    says: /port 443/,
  },
  { rule: "network", in: "cronjob", of: "NetworkPolicy", at: "/spec/egress/1/ports", says: /no target or no port/ },
  { rule: "network", in: "cronjob", of: "NetworkPolicy", at: "/spec/ingress/-", value: {}, says: /nobody or no port/ },
  { rule: "network", in: "deployment", of: "NetworkPolicy trueup-metrics", at: "/spec/ingress/0/from", says: /nobody/ },
  {
    rule: "network",
    in: "deployment",
    of: "NetworkPolicy trueup-metrics",
    at: "/spec/ingress/0/ports/0/port",
    value: 22,
    says: /port 22/,
  },
  { rule: "isolation", in: "cronjob", of: "NetworkPolicy", at: "/metadata/namespace", says: /in no namespace/ },
  { rule: "isolation", in: "cronjob", of: "Namespace", at: "/metadata/name", value: "other", says: /in no namespace/ },
];

describe("what is committed", () => {
  it.each(["cronjob", "deployment"] as const)("the base %s keeps every rule", async (base) => {
    expect(await problemsWith(objectsOf(base))).toEqual([]);
  });

  it("two tenants keep every rule together", async () => {
    expect(await problemsWith([...objectsOf("cronjob"), ...objectsOf("cronjob", "fabrikam")])).toEqual([]);
  });
});

describe("a planted mistake", () => {
  it.each(MISTAKES)("$rule: $of $at $value", async ({ rule, in: base, of, at, value, says }) => {
    const objects = objectsOf(base);
    plant(found(objects, of), at, value);
    const problems = await problemsWith(objects);
    expect(problems.filter((problem) => problem.startsWith(`${rule}: `)).join("\n")).toMatch(says);
  });

  it("is tried for every rule", () => {
    expect(new Set(MISTAKES.map(({ rule }) => rule))).toEqual(new Set(Object.keys(rulesFor(VERSION))));
  });
});

describe("tenants are kept apart", () => {
  it.each([
    ["client id", "ServiceAccount", "/metadata/annotations/azure.workload.identity~1client-id", "client-id"],
    ["tenant id", "ServiceAccount", "/metadata/annotations/azure.workload.identity~1tenant-id", "tenant-id"],
    ["schedule", "CronJob", "/spec/schedule", "schedule"],
  ])("two with the same %s", async (what, kind, at, setting) => {
    const others = objectsOf("cronjob", "fabrikam");
    plant(found(others, kind), at, settingsOf("contoso")[setting]);
    const problems = await problemsWith([...objectsOf("cronjob"), ...others]);
    expect(problems).toEqual([expect.stringMatching(`^isolation: .* of trueup-contoso and .* share the ${what} `)]);
  });

  it("two that follow the same folder of the same repository", async () => {
    const others = objectsOf("deployment", "fabrikam");
    plant(found(others, "ConfigMap trueup-tenant"), "/data/git-url", settingsOf("contoso")["git-url"]);
    const problems = await problemsWith([...objectsOf("deployment"), ...others]);
    expect(problems).toEqual([expect.stringMatching(/^isolation: .* share the source /)]);
  });

  it("a CronJob and a Deployment for one tenant", async () => {
    const [deployment] = objectsOf("deployment").filter(({ kind }) => kind === "Deployment");
    const problems = await problemsWith([...objectsOf("cronjob"), deployment ?? {}]);
    expect(problems.join("\n")).toMatch(/isolation: Namespace trueup-contoso: it needs one CronJob or one Deployment/);
  });

  it("a namespace in which nothing works", async () => {
    const problems = await problemsWith(objectsOf("cronjob").filter(({ kind }) => kind !== "CronJob"));
    expect(problems).toEqual([expect.stringMatching(/^isolation: Namespace trueup-contoso: .* has none$/)]);
  });
});

function podMistakes(base: Mistake["in"], of: string, pod: string): readonly Mistake[] {
  const container = `${pod}/containers/0`;
  const mistake = (at: string, value: unknown, says: RegExp): Mistake => ({
    rule: "security",
    in: base,
    of,
    at,
    value,
    says,
  });
  return [
    mistake(`${pod}/securityContext/runAsNonRoot`, undefined, /runAsNonRoot/),
    mistake(`${pod}/securityContext/runAsUser`, 0, /runAsUser/),
    mistake(`${pod}/securityContext/fsGroup`, undefined, /fsGroup/),
    mistake(`${pod}/securityContext/seccompProfile`, undefined, /seccompProfile/),
    mistake(`${pod}/automountServiceAccountToken`, undefined, /automountServiceAccountToken/),
    mistake(`${pod}/hostNetwork`, true, /of the host/),
    mistake(`${pod}/volumes/-`, { name: "host", hostPath: { path: "/" } }, /folder of the host/),
    mistake(`${container}/securityContext`, undefined, /readOnlyRootFilesystem/),
    mistake(`${container}/securityContext/allowPrivilegeEscalation`, true, /allowPrivilegeEscalation/),
    mistake(`${container}/securityContext/privileged`, true, /privileged/),
    mistake(`${container}/securityContext/capabilities/drop`, ["NET_RAW"], /drop ALL/),
    mistake(`${container}/securityContext/capabilities/add`, ["NET_ADMIN"], /no capability/),
    mistake(`${container}/securityContext/runAsUser`, 0, /user of the pod/),
    mistake(`${container}/resources/requests`, undefined, /request cpu/),
    mistake(`${container}/resources/limits`, undefined, /limit for memory/),
    mistake(`${container}/volumeMounts/1/readOnly`, undefined, /mounted readOnly/),
    mistake(`${container}/volumeMounts/2/mountPath`, "/var/tmp", /\/tmp has to be/),
    mistake(`${pod}/initContainers`, [{ name: "first", image: "trueup:0.1.0" }], /container first/),
  ];
}

function found(objects: readonly Plain[], of: string): Plain {
  const [kind, name] = of.split(" ");
  const object = objects.find((one) => one["kind"] === kind && (name === undefined || nameOf(one) === name));
  if (object === undefined) throw new Error(`there is no ${of}`);
  return object;
}

function nameOf({ metadata }: Plain): unknown {
  return typeof metadata === "object" && metadata !== null ? Reflect.get(metadata, "name") : undefined;
}
