/**
 * Rows in an order. An array is one; where there may be a million, they are made one by one while somebody goes through them.
 * So two looks at a row may give two objects: rows are told apart by what they hold, never by which object they are.
 */
export interface Rows<Row> extends Iterable<Row> {
  readonly length: number;
  at(index: number): Row | undefined;
  map<To>(make: (row: Row, index: number) => To): To[];
  flatMap<To>(make: (row: Row, index: number) => To | readonly To[]): To[];
  /** Keeps which rows these are, and not the rows themselves, where they are made. */
  filter<Kept extends Row>(keeps: (row: Row, index: number) => row is Kept): Rows<Kept>;
  filter(keeps: (row: Row, index: number) => boolean): Rows<Row>;
  find(isIt: (row: Row, index: number) => boolean): Row | undefined;
  some(isIt: (row: Row, index: number) => boolean): boolean;
  forEach(look: (row: Row, index: number) => void): void;
}

/** Rows that are made when somebody asks for them. */
export function madeRows<Row>(length: number, make: (index: number) => Row): Rows<Row> {
  function* each(): Generator<Row, undefined> {
    for (let index = 0; index < length; index += 1) yield make(index);
  }
  function find(isIt: (row: Row, index: number) => boolean): Row | undefined {
    for (let index = 0; index < length; index += 1) {
      const row = make(index);
      if (isIt(row, index)) return row;
    }
    return undefined;
  }
  function filter<Kept extends Row>(keeps: (row: Row, index: number) => row is Kept): Rows<Kept>;
  function filter(keeps: (row: Row, index: number) => boolean): Rows<Row>;
  function filter(keeps: (row: Row, index: number) => boolean): Rows<Row> {
    const kept: number[] = [];
    for (let index = 0; index < length; index += 1) if (keeps(make(index), index)) kept.push(index);
    const places = Uint32Array.from(kept);
    return madeRows(places.length, (index) => make(places[index] ?? length));
  }
  const rows: Rows<Row> & { readonly toJSON: () => readonly Row[] } = {
    length,
    [Symbol.iterator]: each,
    toJSON: () => [...rows],
    at: (index) => (index < 0 || index >= length ? undefined : make(index)),
    map: (of) => Array.from({ length }, (_, index) => of(make(index), index)),
    flatMap: (of) => Array.from({ length }, (_, index) => index).flatMap((index) => of(make(index), index)),
    filter,
    find,
    some: (isIt) => find(isIt) !== undefined,
    forEach(look) {
      for (let index = 0; index < length; index += 1) look(make(index), index);
    },
  };
  return rows;
}
