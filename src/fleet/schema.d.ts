// Made from schemas/fleet.schema.json by `npm run generate`; do not edit.

export type LabelValue = string;
export type TenantName = string;

/**
 * Which tenants one folder manages, with what credentials, when, and in which order. The file is fleet.yaml; docs/fleet.md tells of it.
 */
export interface TrueUpFleet {
  /**
   * Marks the file as a fleet, in this version of the format.
   */
  readonly fleetVersion: 1;
  /**
   * When a pass of each tenant is due that has no schedule of its own: cron, such as "0 6 * * *".
   */
  readonly schedule?: string;
  /**
   * The time zone of the schedules, such as Europe/Berlin; UTC by default.
   */
  readonly timeZone?: string;
  /**
   * The tenants by name. The desired state of each is in the folder tenants/NAME.
   */
  readonly tenants: {
    readonly [k: string]: Tenant;
  };
  /**
   * The order in which a new version reaches tenants: those of a later ring wait for those of earlier ones. Tenants that no ring names come last.
   *
   * @minItems 1
   */
  readonly rings?: readonly TenantRing[];
}
export interface Tenant {
  /**
   * The id of the tenant.
   */
  readonly tenant: string;
  readonly credentials?: Credentials;
  /**
   * When a pass of this tenant is due: cron, such as "0 6 * * *".
   */
  readonly schedule?: string;
  /**
   * Free words that pages and metrics show beside the tenant, such as region: emea.
   */
  readonly labels?: {
    readonly [k: string]: LabelValue;
  };
}
/**
 * Where the credentials of the tenant are. Left out: the ones of this process are used, in this tenant. A secret never stands in this file.
 */
export interface Credentials {
  /**
   * The beginning of environment variables: CONTOSO stands for CONTOSO_AZURE_CLIENT_ID, CONTOSO_AZURE_CLIENT_SECRET and so on.
   */
  readonly environment?: string;
  /**
   * A file outside of the fleet's folder with lines such as AZURE_CLIENT_ID=…; relative to the folder of fleet.yaml.
   */
  readonly file?: string;
}
export interface TenantRing {
  /**
   * Names of tenants.
   *
   * @minItems 1
   */
  readonly tenants: readonly TenantName[];
}
