import { Ajv2020 } from "ajv/dist/2020.js";
import { isRecord, type OpenApiDocument, type Schema } from "./openapi-document.ts";

/** Says what is wrong with a value; empty: it fits. */
export type ValueCheck = (value: unknown) => readonly string[];

const DOCUMENT = "openapi";
const COMPONENT = "#/components/schemas/";
/** Names with an `@` are control information (`@odata.nextLink`, `teamsApp@odata.bind`) and need not be declared. */
const CONTROL_INFORMATION = { "@": {} };

/**
 * Makes checks of the schemas of a published document. What differs from reading them word for word, and why:
 *
 * Looser:
 * - `@odata.type` is never required. Every schema requires it, and Graph leaves it out with `odata.metadata=minimal`, the
 *   default (https://learn.microsoft.com/graph/query-parameters).
 * - Control information need not be declared.
 * - Inner errors may hold anything: the schema names three ids only, and the samples add `code` and `message`, and write
 *   `date` without a zone, which its pattern forbids (https://learn.microsoft.com/graph/errors).
 * - `format` is not checked; the published schemas have a `pattern` beside those that matter.
 *
 * Stricter:
 * - `anyOf: [X, { type: object, nullable: true }]` is how the conversion writes "X or null"; word for word it allows every
 *   object. It is read as "X or null".
 * - A property that is not declared is a problem, since a misspelled one would fit otherwise.
 * - A `discriminator` is followed: an object that says what it is has to be that.
 * - A collection has to hold `value`, which its schema does not require.
 */
export function createSchemas(openApi: OpenApiDocument): (schema: Schema) => ValueCheck {
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
  const { schemas } = openApi.components;
  const translated = Object.entries(schemas).map(([name, schema]) => [name, translateComponent(name, schema, schemas)]);
  ajv.addSchema({ $id: DOCUMENT, components: { schemas: Object.fromEntries(translated) } });
  return (schema) => {
    const validate = ajv.compile({ ...closed(translate(schema, schemas), schemas) });
    return (value) => {
      if (validate(value)) return [];
      return (validate.errors ?? []).map(
        ({ instancePath, message, params }) => `${instancePath}: ${message ?? "does not fit"}${detailOf(params)}`,
      );
    };
  };
}

function detailOf(params: Readonly<Record<string, unknown>>): string {
  const detail: unknown = params["unevaluatedProperty"] ?? params["allowedValues"] ?? params["missingProperty"];
  if (Array.isArray(detail)) return ` (${detail.join(", ")})`;
  return typeof detail === "string" ? ` (${detail})` : "";
}

type Schemas = OpenApiDocument["components"]["schemas"];

function translateComponent(name: string, schema: Schema, schemas: Schemas): unknown {
  if (name.endsWith(".InnerError")) return { type: "object" };
  const result = translate(schema, schemas);
  return name.endsWith("CollectionResponse") ? { allOf: [result, { required: ["value"] }] } : result;
}

/** From OpenAPI 3.0 to JSON Schema 2020-12. */
function translate(schema: Schema, schemas: Schemas): Schema {
  const { nullable, discriminator: _, required, $ref, ...rest } = schema;
  const result: Record<string, unknown> = { ...rest };
  if (typeof $ref === "string") result["$ref"] = DOCUMENT + $ref;
  if (Array.isArray(required)) result["required"] = required.filter((name) => name !== "@odata.type");
  if (nullable === true && typeof result["type"] === "string") result["type"] = [result["type"], "null"];
  // Parts of one object: only the whole is closed.
  if (Array.isArray(result["allOf"])) result["allOf"] = mapRecords(result["allOf"], (part) => translate(part, schemas));
  if (Array.isArray(result["anyOf"])) {
    result["anyOf"] = mapRecords(result["anyOf"], (part) =>
      isOrNull(part) ? { type: "null" } : closed(translate(part, schemas), schemas),
    );
  }
  if (isRecord(result["items"])) result["items"] = closed(translate(result["items"], schemas), schemas);
  if (isRecord(result["properties"])) {
    result["properties"] = Object.fromEntries(
      Object.entries(result["properties"]).map(([name, property]) => [
        name,
        isRecord(property) ? closed(translate(property, schemas), schemas) : property,
      ]),
    );
  }
  return result;
}

function mapRecords(values: readonly unknown[], change: (value: Schema) => Schema): readonly unknown[] {
  return values.map((value: unknown) => (isRecord(value) ? change(value) : value));
}

function isOrNull(schema: Schema): boolean {
  return schema["type"] === "object" && schema["nullable"] === true && schema["properties"] === undefined;
}

/** The schema at the place where an object stands: nothing undeclared, and of the type that the object says it has. */
function closed(schema: Schema, schemas: Schemas): Schema {
  const reference = schema["$ref"];
  if (typeof reference === "string") {
    const name = reference.slice(`${DOCUMENT}${COMPONENT}`.length);
    if (name.endsWith(".InnerError") || !isObjectSchema(schemas[name])) return schema;
    const derived = Object.entries(mappingOf(schemas[name])).map(([type, target]) => {
      const isOfType = { type: "object", required: ["@odata.type"], properties: { "@odata.type": { const: type } } };
      return { anyOf: [{ not: isOfType }, { allOf: [isOfType, { $ref: DOCUMENT + target }] }] };
    });
    return { allOf: [schema, ...derived], patternProperties: CONTROL_INFORMATION, unevaluatedProperties: false };
  }
  if (schema["properties"] === undefined && schema["allOf"] === undefined) return schema;
  return { ...schema, patternProperties: CONTROL_INFORMATION, unevaluatedProperties: false };
}

function isObjectSchema(schema: Schema | undefined): boolean {
  return schema !== undefined && (schema["properties"] !== undefined || schema["allOf"] !== undefined);
}

/** `#microsoft.graph.user` -> where its schema is. */
function mappingOf(schema: Schema | undefined): Readonly<Record<string, string>> {
  const parts = [schema, ...(Array.isArray(schema?.["allOf"]) ? schema["allOf"] : [])].filter(isRecord);
  const mappings = parts.map(({ discriminator }) => (isRecord(discriminator) ? discriminator["mapping"] : undefined));
  const entries = mappings.filter(isRecord).flatMap((mapping) => Object.entries(mapping));
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
