/** What must hold of every file of rules, or nothing of them is read: it has one of the digests, or is signed with one of the keys. */
export interface Trust {
  /** SHA-256 of files, in hexadecimal digits, as `sha256sum` prints it. */
  readonly digests?: readonly string[];
  /** Public keys of minisign, 56 characters each. Only `evenhand/full` checks signatures. */
  readonly keys?: readonly string[];
}

/** The same with nothing left out. */
export type Required = { readonly [key in keyof Trust]-?: NonNullable<Trust[key]> };

/** What is required, each list as it is now. */
export function required({ digests = [], keys = [] }: Trust): Required {
  return { digests: [...digests], keys: [...keys] };
}

/** What is required of rules that come from two sides: nothing, where nothing is of one of them. */
export function together(one: Required | null, other: Required | null): Required | null {
  if (one === null || other === null) return null;
  return { digests: [...one.digests, ...other.digests], keys: [...one.keys, ...other.keys] };
}
