import type { Permission } from "../model/permission.ts";
import type { OutcomeCode } from "../model/reasons.ts";

/**
 * What became of one write request. It is sent once; whether to send it again is decided after a read. `requestId` is
 * Graph's, or the one that was sent along where no answer brought one.
 */
export type WriteAnswer =
  /** Graph said yes. That it took effect is known only after a read. */
  | { readonly kind: "accepted"; readonly requestId: string }
  /** Graph said no for good. `code` is how the refusal is explained; it never turns one into a success. */
  | {
      readonly kind: "refused";
      readonly status: number;
      readonly code: OutcomeCode;
      /** Graph's code and words, for people. */
      readonly message: string;
      readonly requestId: string;
    }
  /** Nothing was sent, since `maySend` or `sending` said no when the turn came. */
  | { readonly kind: "not-sent" }
  /** No answer, or one that does not tell: 429, 5xx, a broken connection. The write may have happened. */
  | {
      readonly kind: "uncertain";
      readonly because: "throttled" | "failed";
      readonly message: string;
      readonly requestId: string;
    };

/** What is asked and told when a write's turn has come. Neither function may throw, reject or take long. */
export interface WriteTurn {
  /** Whether it is still to be sent. May be asked several times, also before the turn has come. */
  readonly maySend: () => boolean;
  /** Called, and waited for, right before each request; false: it may not be sent after all. */
  readonly sending: () => Promise<boolean>;
}

/**
 * Changes what people have. Each call waits for its turn under Graph's limits (and for the end of a pause that an earlier
 * 429 asked for), then asks `maySend` and, if it says yes, sends one request. A turn can be minutes away, and by then the
 * reading that justified the write may be too old, or the run stopped.
 * @throws GraphError of scope `run` only, before anything was sent
 */
export interface InstallationWriter {
  /** `consent` is sent as it is; empty: none is sent. */
  install(userId: string, catalogId: string, consent: readonly Permission[], turn: WriteTurn): Promise<WriteAnswer>;
  upgrade(
    userId: string,
    installationId: string,
    consent: readonly Permission[],
    turn: WriteTurn,
  ): Promise<WriteAnswer>;
  uninstall(userId: string, installationId: string, turn: WriteTurn): Promise<WriteAnswer>;
}
