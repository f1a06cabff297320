import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Files of lodash's package that are no function of it, or not one that a script finds on `_`. */
const noFunctions = [
  ...['array', 'collection', 'core', 'date', 'fp', 'function', 'index', 'lang', 'lodash', 'math', 'number'],
  ...[
    'object',
    'seq',
    'string',
    'util',
    'commit',
    'next',
    'plant',
    'toIterator',
    'toJSON',
    'value',
    'valueOf',
  ],
  ...['wrapperAt', 'wrapperChain', 'wrapperLodash', 'wrapperReverse', 'wrapperValue'],
];

/** Functions that depend on more than their arguments: on `_` itself, on other calls, or on timers. */
const notAlone = [
  ...['chain', 'mixin', 'noConflict', 'runInContext', 'tap', 'thru', 'iteratee', 'uniqueId'],
  ...['template', 'templateSettings', 'memoize', 'flow', 'flowRight'],
  ...['bind', 'bindAll', 'bindKey', 'curry', 'curryRight', 'partial', 'partialRight'],
  ...['ary', 'flip', 'overArgs', 'rearg', 'unary', 'wrap'],
  ...['debounce', 'defer', 'delay', 'throttle'],
];

/** The source of a module with what loads each function of lodash that can stand by itself, under its name. */
export async function lodashParts(root: string): Promise<string> {
  const files = await readdir(join(root, 'node_modules/lodash'));
  const names = files.flatMap((file) => /^([a-z]\w*)\.js$/.exec(file)?.[1] ?? []);
  const alone = names.filter((name) => !noFunctions.includes(name) && !notAlone.includes(name)).sort();
  return `export const parts = { ${alone.map((name) => `${name}: () => require('lodash/${name}')`).join(', ')} };`;
}
