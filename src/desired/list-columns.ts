import { InternalError } from "../errors.ts";
import { BrokenRow, type CsvField, type CsvRow, fieldsOf } from "./csv.ts";
import { isUserName } from "./directory-names.ts";

/** A column of which the header says that it may name users. */
export interface NameColumn {
  readonly index: number;
  /** The header as written. */
  readonly title: string;
  /** It holds mail addresses, which mostly are principal names too, but not always. */
  readonly isMail: boolean;
}

/** What the header of a list says. */
export interface ListHeader {
  /** The best first; never empty. */
  readonly columns: readonly [NameColumn, ...NameColumn[]];
  readonly delimiters: string;
}

/** Characters that may stand between fields where no `sep=` line says which one does. */
const DELIMITERS = [",", ";", "\t", "|"] as const;

/** What ends the first field of a list without a header: no name of a user holds one of these. */
export const ANY_DELIMITER = ",;";

/**
 * Headers under which the exports of Entra, Microsoft 365, Teams, Exchange and PowerShell name people, in the order in which
 * they are preferred; as {@link plainTitle} writes them. German, French, Japanese and others as Microsoft translates the terms.
 */
const PRINCIPAL_NAMES = words(`
  userprincipalname memberobjectidorupn upn benutzerprinzipalname nomdutilisateurprincipal
  nomprincipaldelutilisateur nomprincipaldutilisateur ユーザープリンシパル名 nombreprincipaldeusuario nomeprincipaldousuario
  nomeprincipaldoutilizador nomedellentitàutente nomeentitàutente memberupn memberuserprincipalname useridorupn
  windowsliveid
`);
const OBJECT_IDS = words(`
  objectid userobjectid memberobjectid externaldirectoryobjectid azureadobjectid aadobjectid entraobjectid objektid
  iddobjet iddelobjet idobjet オブジェクトid iddeobjeto iddoobjeto idoggetto userid id
`);
const OTHERS = words(`
  signinname loginname username anmeldename benutzername nomdutilisateur ユーザー名 user member
`);
const MAIL_ADDRESSES = words(`
  primarysmtpaddress windowsemailaddress mail email emailaddress emailadresse
`);

const RANKS = new Map(
  [...PRINCIPAL_NAMES, ...OBJECT_IDS, ...OTHERS, ...MAIL_ADDRESSES].map((title, rank): [string, number] => [
    title,
    rank,
  ]),
);
const FIRST_MAIL_RANK = PRINCIPAL_NAMES.length + OBJECT_IDS.length + OTHERS.length;

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** `User name [userPrincipalName] Required` is `userprincipalname`, `Object-ID` is `objectid`: letters and digits alone count. */
function plainTitle(text: string): string {
  const property = /\[([^\]]+)\]/.exec(text)?.[1] ?? text;
  return property
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]/gu, "");
}

/**
 * The row as a header: null unless a field has a known title, and where some field is a user already.
 * @param delimiter what a `sep=` line says; null: there was none
 */
export function headerOf(row: CsvRow, delimiter: string | null): ListHeader | null {
  const candidates = (delimiter === null ? DELIMITERS : [delimiter]).flatMap((delimiters) => {
    const fields = fieldsOrNone(row, delimiters);
    const [best, ...others] = nameColumns(fields);
    if (best === undefined || fields.some(({ text }) => isUserName(text))) return [];
    return [{ delimiters, width: fields.length, columns: [best, ...others] as const }];
  });
  const [widest] = candidates.sort((a, b) => b.width - a.width);
  if (widest === undefined) return null;
  const isAlone = widest.width === 1 && delimiter === null;
  return { columns: widest.columns, delimiters: isAlone ? ANY_DELIMITER : widest.delimiters };
}

/** With a delimiter that is not the row's, quotes may stand where none can. */
function fieldsOrNone(row: CsvRow, delimiter: string): readonly CsvField[] {
  try {
    return fieldsOf(row, delimiter);
  } catch (error) {
    if (!(error instanceof BrokenRow)) throw new InternalError("cutting a row into fields failed", { cause: error });
    return [];
  }
}

function nameColumns(fields: readonly CsvField[]): readonly NameColumn[] {
  return fields
    .map(({ text }, index) => ({ index, title: text, rank: rankOf(text) }))
    .filter(({ rank }) => rank !== Number.POSITIVE_INFINITY)
    .sort((a, b) => a.rank - b.rank)
    .map(({ index, title, rank }) => ({ index, title, isMail: rank >= FIRST_MAIL_RANK }));
}

/** What stands in brackets behind a title explains it: `UserPrincipalName (UPN)`. */
function rankOf(title: string): number {
  const bare = title.replaceAll(/\([^()]*\)/gu, "");
  return RANKS.get(plainTitle(title)) ?? RANKS.get(plainTitle(bare)) ?? Number.POSITIVE_INFINITY;
}
