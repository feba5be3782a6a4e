import type { Deployment } from "kubernetes-models/apps/v1/Deployment";
import type { IProbe } from "kubernetes-models/v1/Probe";
import { type Invocation, isWorker } from "../invocation.ts";
import { isLoopback } from "../../../src/controller/http.ts";
import { type Workload, workloadsOf } from "../workloads.ts";
import { invocationOf } from "./command-lines.ts";
import type { Rule } from "./rule.ts";

/** So long after its deadline a pass counts as stuck (`/livez`). */
const STUCK_AFTER_SECONDS = 15 * 60;
/** A shorter silence is no reason to begin anew. */
const PATIENT_SECONDS = 120;

/** A Deployment is one controller, that listens where it is asked, and is given the time it needs to begin and to end. */
export const controllers: Rule = async (objects) => {
  const problems = await Promise.all(
    workloadsOf(objects).map(async (workload) => {
      const { object } = workload;
      if (object.kind !== "Deployment") return [];
      const invocation = await invocationOf(workload, objects);
      // Workers of a fleet share a database, and nobody asks them anything: there may be several, and they listen nowhere.
      if (typeof invocation !== "string" && isWorker(invocation)) return [];
      const found = [
        ...alone(object),
        ...probeProblems(workload),
        ...(typeof invocation === "string" ? [] : invocationProblems(object, workload, invocation)),
      ];
      return found.map((problem) => `${workload.name}: ${problem}`);
    }),
  );
  return problems.flat();
};

function alone({ spec }: Deployment): readonly string[] {
  return [
    ...(spec?.replicas === 1 ? [] : ["replicas has to be 1: a tenant has one controller"]),
    ...(spec?.strategy?.type === "Recreate" ? [] : ["strategy has to be Recreate: the store is one file"]),
  ];
}

const PATHS = { startupProbe: "/healthz", livenessProbe: "/livez", readinessProbe: "/readyz" } as const;

function probeProblems({ containers }: Workload): readonly string[] {
  return containers.flatMap((container) => {
    const { startupProbe, livenessProbe, readinessProbe, ports = [] } = container;
    const probes = { startupProbe, livenessProbe, readinessProbe };
    const names = new Set<unknown>(ports.flatMap(({ name, containerPort }) => [name, containerPort]));
    const wrong = Object.entries(PATHS).filter(([name, path]) => {
      const get = Object.entries(probes).find(([key]) => key === name)?.[1]?.httpGet;
      return get?.path !== path || !names.has(get.port);
    });
    const isHasty = patienceOf(livenessProbe) < PATIENT_SECONDS;
    return [
      ...wrong.map(([name, path]) => `${name} has to ask ${path} at a port of the container`),
      ...(isHasty ? [`livenessProbe has to bear ${PATIENT_SECONDS} s without an answer`] : []),
    ];
  });
}

function patienceOf(probe: IProbe | undefined): number {
  return (probe?.periodSeconds ?? 10) * (probe?.failureThreshold ?? 3);
}

function invocationProblems(
  { spec }: Deployment,
  { containers }: Workload,
  { command, flags }: Invocation,
): readonly string[] {
  if (command !== "run") return [`it has to run the controller (run), not ${command}`];
  const { listen, once, deadline } = flags;
  const ports = containers.flatMap((container) => container.ports ?? []).map(({ containerPort }) => containerPort);
  const needed = Number(deadline) / 1000 + STUCK_AFTER_SECONDS;
  return [
    ...(once === true ? ["--once ends, and a Deployment starts it again at once"] : []),
    ...(isReachable(listen, ports) ? [] : ["--listen has to be 0.0.0.0 (or [::]) and a port of the container"]),
    ...((spec?.progressDeadlineSeconds ?? 600) > needed
      ? []
      : [`progressDeadlineSeconds has to be more than ${needed}: ready is who has ended a first pass`]),
  ];
}

function isReachable(listen: unknown, ports: readonly number[]): boolean {
  if (typeof listen !== "object" || listen === null) return false;
  const [host, port]: readonly unknown[] = [Reflect.get(listen, "host"), Reflect.get(listen, "port")];
  return typeof host === "string" && !isLoopback(host) && typeof port === "number" && ports.includes(port);
}
