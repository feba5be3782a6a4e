import { UnexpectedShape } from "../graph/shapes.ts";
import { CommentError } from "./comment-error.ts";

/**
 * Reads an answer; a shape that is not the documented one becomes an error that says where.
 * @throws CommentError `unexpected-shape`
 */
export function readShape<Value>(service: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UnexpectedShape)) throw error;
    throw new CommentError("unexpected-shape", `${service} answered with something unexpected: ${error.message}`);
  }
}

/**
 * An id as services give it, a whole number above 0.
 * @throws UnexpectedShape
 */
export function wireId(value: unknown, path: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return value;
  throw new UnexpectedShape(path, "is not an id");
}

/** The call behind a change of something that may be gone by now. @throws CommentError `gone` for a 404 */
export async function whereItIs<Value>(call: Promise<Value>): Promise<Value> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof CommentError && error.status === 404) {
      throw new CommentError("gone", error.message, error.hint, error.status);
    }
    throw error;
  }
}
