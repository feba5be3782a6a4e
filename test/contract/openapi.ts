import type { RequestRecord } from "../../src/sandbox/request-log.ts";
import {
  type OpenApiDocument,
  type Operation,
  type Parameter,
  type PathItem,
  type Reference,
  type ResponseObject,
  type Schema,
} from "./openapi-document.ts";
import { createSchemas, type ValueCheck } from "./schemas.ts";

/** Holds requests and answers to a published OpenAPI document. */
export interface Contract {
  /** What is wrong with a request and its answer; empty: both are as published. */
  readonly check: (record: RequestRecord) => readonly string[];
}

/** Answers that the reference says are empty, though the document declares a body: https://learn.microsoft.com/graph/api/userteamwork-post-installedapps */
const EMPTY_BY_REFERENCE: ReadonlySet<string> = new Set(["POST /users/{user-id}/teamwork/installedApps"]);

/**
 * Makes the check. What differs from reading the document word for word, besides what `schemas.ts` names:
 * - The cast `microsoft.graph.user` is the `graph.user` of the document, which leaves out the first part of the namespace.
 * - `$skiptoken` is allowed everywhere: it belongs to the next links of the service, and no operation declares it.
 * - The body of an answer that the reference says is empty may be missing.
 * - Statuses are ranges in the document (`4XX`); a range stands for each of its statuses.
 * - Headers are not checked.
 */
export function createContract(openApi: OpenApiDocument): Contract {
  const templates = Object.keys(openApi.paths).map((template) => ({
    template,
    segments: template.split("/").slice(1),
  }));
  const checkOf = rememberingChecks(createSchemas(openApi));

  function templateOf(path: string): string | null {
    const segments = path.split("/").slice(1).map(documentedSegment);
    const fitting = templates.filter((one) => fits(one.segments, segments));
    return fitting.sort((a, b) => placeholders(a.template) - placeholders(b.template))[0]?.template ?? null;
  }

  function checkQuery(item: PathItem, operation: Operation, query: URLSearchParams): readonly string[] {
    const declared = [...(item.parameters ?? []), ...(operation.parameters ?? [])]
      .map((parameter) => resolve<Parameter>(parameter, openApi.components.parameters))
      .filter((parameter) => parameter.in === "query");
    return [...query].flatMap(([name, value]) => {
      if (name === "$skiptoken") return [];
      const parameter = declared.find((one) => one.name === name);
      return parameter === undefined ? [`query option ${name} is not declared`] : checkOption(name, value, parameter);
    });
  }

  function checkBody({ requestBody }: Operation, body: unknown): readonly string[] {
    if (requestBody === undefined) return body === null ? [] : ["request: a body is not declared"];
    if (body === null) return requestBody.required === true ? ["request: the body is missing"] : [];
    const schema = requestBody.content["application/json"]?.schema;
    return schema === undefined ? ["request: JSON is not declared"] : prefixed("request", checkOf(schema)(body));
  }

  function checkAnswer(operation: Operation, record: RequestRecord, operationName: string): readonly string[] {
    if (record.status === null) return [];
    const declared = operation.responses[record.status] ?? operation.responses[`${Math.floor(record.status / 100)}XX`];
    if (declared === undefined) return [`status ${record.status} is not declared`];
    const schema = resolve<ResponseObject>(declared, openApi.components.responses).content?.["application/json"]
      ?.schema;
    if (record.answer === null) {
      const mayBeEmpty = schema === undefined || (record.status < 300 && EMPTY_BY_REFERENCE.has(operationName));
      return mayBeEmpty ? [] : ["answer: the body is missing"];
    }
    return schema === undefined
      ? ["answer: a body is not declared"]
      : prefixed("answer", checkOf(schema)(record.answer));
  }

  return {
    check: (record) => {
      // As sent: a decoded path could have slashes within a segment.
      const [path = "", query = ""] = record.rawPath.split("?");
      const template = templateOf(path);
      const item = template === null ? undefined : openApi.paths[template];
      if (template === null || item === undefined) return [`${path} is not in the document`];
      const method = record.method.toLowerCase();
      const operation = method === "get" || method === "post" || method === "delete" ? item[method] : undefined;
      if (operation === undefined) return [`${record.method} ${template} is not in the document`];
      return [
        ...checkQuery(item, operation, new URLSearchParams(query)),
        ...checkBody(operation, record.body),
        ...checkAnswer(operation, record, `${record.method} ${template}`),
      ];
    },
  };
}

function placeholders(template: string): number {
  return template.split("{").length;
}

function documentedSegment(segment: string): string {
  return segment.replace(/^microsoft\.graph\./, "graph.");
}

function fits(template: readonly string[], segments: readonly string[]): boolean {
  return (
    template.length === segments.length &&
    template.every((part, index) => part === segments[index] || (part.startsWith("{") && segments[index] !== ""))
  );
}

function checkOption(name: string, value: string, { schema }: Parameter): readonly string[] {
  const isRight =
    schema?.["type"] === "integer"
      ? /^\d+$/.test(value)
      : schema?.["type"] === "boolean"
        ? value === "true" || value === "false"
        : value !== "";
  return isRight ? [] : [`query option ${name} cannot be "${value}"`];
}

function prefixed(what: string, problems: readonly string[]): readonly string[] {
  return problems.map((problem) => `${what} ${problem}`);
}

/** @throws Error for a reference that leads nowhere: then the document is broken */
function resolve<Target extends object>(
  value: Target | Reference,
  components: Readonly<Record<string, Target>> | undefined,
): Target {
  if (!isReference(value)) return value;
  const target = components?.[value.$ref.split("/").at(-1) ?? ""];
  if (target === undefined) throw new Error(`${value.$ref} is not in the document`);
  return target;
}

function isReference(value: object): value is Reference {
  return "$ref" in value;
}

/** Compiles each schema once. */
function rememberingChecks(create: (schema: Schema) => ValueCheck): (schema: Schema) => ValueCheck {
  const checks = new Map<Schema, ValueCheck>();
  return (schema) => {
    const check = checks.get(schema) ?? create(schema);
    checks.set(schema, check);
    return check;
  };
}
