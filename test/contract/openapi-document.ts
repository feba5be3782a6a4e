/** As much of an OpenAPI 3.0 document as the contract check reads. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses?: Readonly<Record<string, ResponseObject>>;
    readonly parameters?: Readonly<Record<string, Parameter>>;
  };
}

/** What can be done at one path. */
export interface PathItem {
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly get?: Operation;
  readonly post?: Operation;
  readonly delete?: Operation;
}

/** One method at one path. */
export interface Operation {
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: { readonly content: Content; readonly required?: boolean };
  /** By status, or by range of statuses such as `4XX`. */
  readonly responses: Readonly<Record<string, ResponseObject | Reference>>;
}

/** A parameter; only those in the query are read. */
export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: Schema;
}

/** An answer; without `content` it has no body. */
export interface ResponseObject {
  readonly content?: Content;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

/** A pointer into the same document. */
export interface Reference {
  readonly $ref: string;
}

/** A schema of OpenAPI 3.0: JSON Schema with `nullable` and `discriminator`. */
export type Schema = Readonly<Record<string, unknown>>;

/** @throws Error when a text is no OpenAPI document */
export function parseOpenApi(text: string): OpenApiDocument {
  const value: unknown = JSON.parse(text);
  if (isOpenApi(value)) return value;
  throw new Error("the file has no paths or no components.schemas: it is no OpenAPI document");
}

function isOpenApi(value: unknown): value is OpenApiDocument {
  return (
    isRecord(value) && isRecord(value["paths"]) && isRecord(value["components"]) && "schemas" in value["components"]
  );
}

/** Whether a value has named parts. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
