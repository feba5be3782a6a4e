import { describe, expect, it } from "vitest";
import type { RequestRecord } from "../../src/sandbox/request-log.ts";
import { createContract } from "./openapi.ts";
import { parseOpenApi } from "./openapi-document.ts";

const PERSON = { $ref: "#/components/schemas/fabrikam.person" };
const ORDERS = "/people/{person-id}/orders";
const NULL = { type: "object", nullable: true };

/** A made-up service, written the way the published document is written. */
const contract = createContract(
  parseOpenApi(
    JSON.stringify({
      openapi: "3.0.3",
      paths: {
        "/people": {
          get: {
            parameters: [
              { $ref: "#/components/parameters/top" },
              { name: "$select", in: "query", schema: { type: "array", items: { type: "string" } } },
              { name: "ConsistencyLevel", in: "header", schema: { type: "string" } },
            ],
            responses: {
              "2XX": { $ref: "#/components/responses/people" },
              "4XX": { $ref: "#/components/responses/error" },
            },
          },
        },
        "/people/{person-id}": {
          get: { responses: { "2XX": json(PERSON), "4XX": { $ref: "#/components/responses/error" } } },
          delete: { responses: { 204: { description: "Success" } } },
        },
        "/people/count()": { get: { responses: { "2XX": json({ type: "integer" }) } } },
        "/people/{person-id}/things/graph.user": {
          get: { responses: { "2XX": { $ref: "#/components/responses/people" } } },
        },
        [ORDERS]: {
          post: {
            requestBody: {
              required: true,
              content: { "application/json": { schema: { $ref: "#/components/schemas/fabrikam.order" } } },
            },
            responses: { "2XX": json({ $ref: "#/components/schemas/fabrikam.order" }) },
          },
        },
        "/users/{user-id}/teamwork/installedApps": { post: { responses: { "2XX": json(PERSON) } } },
      },
      components: {
        parameters: { top: { name: "$top", in: "query", schema: { type: "integer", minimum: 0 } } },
        responses: {
          people: json({ $ref: "#/components/schemas/fabrikam.peopleCollectionResponse" }),
          error: json({ $ref: "#/components/schemas/fabrikam.Error" }),
        },
        schemas: {
          "fabrikam.thing": {
            required: ["@odata.type"],
            type: "object",
            properties: { id: { type: "string" }, "@odata.type": { type: "string" } },
            discriminator: {
              propertyName: "@odata.type",
              mapping: { "#fabrikam.person": "#/components/schemas/fabrikam.person" },
            },
          },
          "fabrikam.person": {
            allOf: [
              { $ref: "#/components/schemas/fabrikam.thing" },
              {
                required: ["@odata.type"],
                type: "object",
                properties: {
                  name: { type: "string", nullable: true },
                  color: { anyOf: [{ $ref: "#/components/schemas/fabrikam.color" }, NULL] },
                  boss: { anyOf: [{ $ref: "#/components/schemas/fabrikam.person" }, NULL] },
                },
              },
            ],
          },
          "fabrikam.color": { type: "string", enum: ["red", "blue"] },
          "fabrikam.order": {
            required: ["@odata.type", "count"],
            type: "object",
            properties: { count: { type: "integer" }, note: { type: "string" }, "@odata.type": { type: "string" } },
          },
          "fabrikam.peopleCollectionResponse": {
            type: "object",
            properties: {
              "@odata.nextLink": { type: "string", nullable: true },
              value: { type: "array", items: { $ref: "#/components/schemas/fabrikam.thing" } },
            },
          },
          "fabrikam.Error": {
            required: ["error"],
            type: "object",
            properties: {
              error: {
                required: ["code"],
                type: "object",
                properties: {
                  code: { type: "string" },
                  innerError: { $ref: "#/components/schemas/fabrikam.InnerError" },
                },
              },
            },
          },
          "fabrikam.InnerError": { required: ["@odata.type"], type: "object", properties: { date: { pattern: "Z$" } } },
        },
      },
    }),
  ),
);

describe("where a request goes", () => {
  it.each([
    ["GET", "/people?$top=5", []],
    ["GET", "/people/7", []],
    ["GET", "/people/with%2Fslash", []],
    ["GET", "/animals", ["/animals is not in the document"]],
    ["GET", "/people/7/orders/8", ["/people/7/orders/8 is not in the document"]],
    ["GET", "/people/", ["/people/ is not in the document"]],
    ["DELETE", "/people", ["DELETE /people is not in the document"]],
    ["PATCH", "/people/7", ["PATCH /people/{person-id} is not in the document"]],
  ])("%s %s", (method, rawPath, problems) => {
    expect(check({ method, rawPath, status: null, answer: null })).toEqual(problems);
  });

  it("a written segment goes before one that stands for anything", () => {
    expect(check({ rawPath: "/people/count()", answer: 3 })).toEqual([]);
    expect(check({ rawPath: "/people/count()", answer: { id: "7" } })).not.toEqual([]);
  });

  it("the cast of a request names the namespace in full", () => {
    expect(check({ rawPath: "/people/7/things/microsoft.graph.user", answer: { value: [] } })).toEqual([]);
  });
});

describe("query options", () => {
  it.each([
    ["$top=5&$select=id,name", []],
    ["%24top=5", []],
    ["$skiptoken=whatever", []],
    ["$top=many", ['query option $top cannot be "many"']],
    ["$select=", ['query option $select cannot be ""']],
    ["$filter=name eq 'x'", ["query option $filter is not declared"]],
    ["ConsistencyLevel=eventual", ["query option ConsistencyLevel is not declared"]],
  ])("%s", (query, problems) => {
    expect(check({ rawPath: `/people?${query}`, answer: { value: [] } })).toEqual(problems);
  });
});

describe("bodies of requests", () => {
  it.each([
    [{ count: 3 }, []],
    [{ count: 3, "boss@odata.bind": "https://graph.example/people/7" }, []],
    [null, ["request: the body is missing"]],
    [{ note: "none" }, ["request : must have required property 'count' (count)"]],
    [{ count: "3" }, ["request /count: must be integer"]],
    [{ count: 3, cuont: 3 }, ["request : must NOT have unevaluated properties (cuont)"]],
  ])("%j", (body, problems) => {
    expect(check({ method: "POST", rawPath: "/people/7/orders", body, answer: { count: 3 } })).toEqual(problems);
  });

  it("a body where none is declared", () => {
    expect(check({ method: "DELETE", rawPath: "/people/7", body: {}, status: 204, answer: null })).toEqual([
      "request: a body is not declared",
    ]);
  });
});

describe("answers", () => {
  it.each([
    ["@odata.type may be left out", { id: "7", name: "Adele" }, []],
    ["control information may come along", { "@odata.context": "x", "boss@odata.count": 1 }, []],
    ["null where the schema says so", { name: null, color: null, boss: null }, []],
    ["an undeclared property", { nmae: "Adele" }, ["answer : must NOT have unevaluated properties (nmae)"]],
    [
      "another value than the enum has",
      { color: "green" },
      ["answer /color: must be equal to one of the allowed values (red, blue)"],
    ],
    ["an object where a value or null is meant", { color: {} }, ["answer /color: must be string"]],
    ["an undeclared property inside a nullable one", { boss: { nmae: "x" } }, ["(nmae)"]],
    ["a wrong type inside", { boss: { boss: { name: 7 } } }, ["answer /boss/boss/name: must be string,null"]],
    ["a body that is missing", null, ["answer: the body is missing"]],
  ])("%s", (_what, answer, expected) => {
    const problems = check({ rawPath: "/people/7", answer });
    expect(problems.length > 0).toBe(expected.length > 0);
    for (const problem of expected) expect(problems.join("\n")).toContain(problem);
  });

  it.each([
    ["items of the type they say", [{ "@odata.type": "#fabrikam.person", name: "Adele" }, { id: "8" }], 0],
    ["a property of another type than the item says", [{ name: "Adele" }], 1],
    ["a wrong property of the type the item says", [{ "@odata.type": "#fabrikam.person", nmae: "x" }], 1],
  ])("collections: %s", (_what, value, atLeast) => {
    const problems = check({ rawPath: "/people", answer: { value } });
    expect(problems.length > 0).toBe(atLeast > 0);
  });

  it("a collection without its items", () => {
    expect(check({ rawPath: "/people", answer: {} })).toEqual(["answer : must have required property 'value' (value)"]);
  });

  it.each([
    [
      "an error in its form",
      { error: { code: "NotFound", innerError: { code: "x", date: "2026-01-01T00:00:00" } } },
      [],
    ],
    ["an error without a code", { error: {} }, ["answer /error: must have required property 'code' (code)"]],
    [
      "something else than an error",
      { id: "7" },
      ["answer : must have required property 'error' (error)", "answer : must NOT have unevaluated properties (id)"],
    ],
  ])("%s", (_what, answer, expected) => {
    expect(check({ rawPath: "/people/7", status: 404, answer })).toEqual(expected);
  });

  it.each([
    [
      "a status that is not declared",
      { rawPath: "/people/7", status: 503, answer: {} },
      ["status 503 is not declared"],
    ],
    ["no body where none is declared", { method: "DELETE", rawPath: "/people/7", status: 204, answer: null }, []],
    [
      "a body where none is declared",
      { method: "DELETE", rawPath: "/people/7", status: 204, answer: { id: "7" } },
      ["answer: a body is not declared"],
    ],
    [
      "an install is answered without a body, whatever is declared",
      { method: "POST", rawPath: "/users/7/teamwork/installedApps", status: 201, answer: null },
      [],
    ],
    ["a connection that broke has no answer to check", { rawPath: "/people/7", status: null, answer: null }, []],
  ])("%s", (_what, record, problems) => {
    expect(check(record)).toEqual(problems);
  });
});

it.each(["{}", "[]", '{"paths": {}, "components": {}}'])(
  "a file that is no OpenAPI document is refused: %s",
  (text) => {
    expect(() => parseOpenApi(text)).toThrow("no OpenAPI document");
  },
);

function check(record: Partial<RequestRecord>): readonly string[] {
  return contract.check({
    method: "GET",
    path: "",
    rawPath: "/",
    body: null,
    status: 200,
    answer: {},
    atMs: 0,
    ...record,
  });
}

function json(schema: object): object {
  return { description: "", content: { "application/json": { schema } } };
}
