/** What the language service reads in a document and nobody else ever sees: not shown, not counted, not part of it. */
export type HiddenText = {
  /** Stands before everything. */
  prefix?: string;
  /** Types of the parameters of functions, by the names under which they leave the document. */
  parameters?: Readonly<Record<string, readonly string[]>>;
  /** Types that count where a JSDoc comment gives one of them to a parameter. */
  documented?: readonly string[];
};

/** The name under which it travels to the worker: that of an extra library which is none. */
export function hiddenName(document: string): string {
  return `hidden:${document}`;
}

export const isHiddenName = (name: string): boolean => name.startsWith('hidden:');

export const writeHiddenText = (hidden: HiddenText): string => JSON.stringify(hidden);

/** What `writeHiddenText` wrote. */
export const readHiddenText = (written: string): HiddenText => JSON.parse(written);
