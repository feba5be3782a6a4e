/** What a desired state uses of Graph. */
export interface Uses {
  readonly groups: boolean;
  /** Whether any app is approved for a permission, so that consent may have to be sent. */
  readonly consent: boolean;
}
