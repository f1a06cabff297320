import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotationsOf } from './annotations';
import { adviceOf, hoverOf, markersOf } from './language-service.fixture';
import { weave } from './woven-text';

const libs = [
  {
    path: 'shop.d.ts',
    content: `interface Order { id: string; lines: string[] }
interface Shop { close(reason: string): void }
declare const exports: { [name: string]: any };
declare function require(name: string): any;`,
  },
];
const hidden = {
  prefix: 'export {};\n',
  parameters: { onOrder: ['Order', 'Shop'], onReturn: ['Order'] },
  documented: ['Order', 'Shop'],
};

/** Code that stands around handlers, whole or not. */
const around = [
  '// onOrder = (event, api) => {',
  `/* { ( */ const text = \`onOrder(\${1 + 1}) {\`;`,
  "const re = /[(]event, api[)]/g; const emoji = '👩‍🚀 é';",
  'function other(event, api) { return event.any + api; }',
  'const onOrders = (event) => event.any;',
  'class Shelf { onOrder(event, api) { return event.any; } }',
  "const crypto = require('crypto');",
  'exports.other = { onOrder: (event) => event.any };',
  '/** @param {Order} order */ function named(order) { return order.unknown; }',
  'type Plain<T> = { [key in keyof T]: T };',
  'const broken = (event, ;',
  '\t\r\n',
  '',
];

/** Code behind which nothing may be what it was. */
const open = ['if (', '`', '/*', '{', 'export const onOrder = (', "'"];

/** A handler whose parameters stand between marks that hold their types. */
const handlers = [
  'export const onOrder = async (event«: Order», api«: Shop») => { event.wrong; api.close(1); };',
  'export const onOrder = «(»event«: Order)» => event.wrong;',
  'export async function onOrder({ id, wrong }«: Order», api«: Shop») { id.wrong(); }',
  'exports.onOrder = function (event«: Order», { close }«: Shop» = null) { close(); event.lines.push(event.id, 2); };',
  'export function onReturn(event«: Order», api) { return event.lines[0].wrong + api.any; }',
  'const handle = (event«: Order») => { const { wrong } = event; }; exports.onReturn = handle;',
];

const unseen = (marked: string) => marked.replace(/«[^»]*»/g, '');
const seen = (marked: string) => marked.replace(/[«»]/g, '');

/** Where a place of the code with types is in the code without. */
function place(marked: string, at: number): number {
  let typed = 0;
  let own = 0;
  let isType = false;
  for (const unit of marked) {
    if (typed >= at && !(unit === '«' || isType)) break;
    if (unit === '«' || unit === '»') isType = unit === '«';
    else {
      typed += unit.length;
      own += isType ? 0 : unit.length;
    }
  }
  return own;
}

const scripts = fc
  .tuple(
    fc.array(fc.constantFrom(...around), { maxLength: 3 }),
    fc.array(fc.tuple(fc.constantFrom(...handlers), fc.constantFrom(...around)), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([before, after]) => [...before, ...after.flat()].join('\n'));

describe('types that nobody wrote', () => {
  it('mark what they would mark if they were written, in the same places', async () => {
    await fc.assert(
      fc.asyncProperty(scripts, async (marked) => {
        const script = unseen(marked);
        const typed = seen(marked);
        const written = await markersOf(typed, libs, {
          prefix: hidden.prefix,
          documented: hidden.documented,
        });
        const found = await markersOf(script, libs, hidden);
        expect(found).toEqual(
          written.map(({ text, at, says }) => {
            const start = place(marked, at);
            return { text: script.slice(start, place(marked, at + text.length)), at: start, says };
          }),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('are put in between and change nothing else, in whatever text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...around, ...open, ...handlers.map(unseen)), fc.string()), {
          maxLength: 5,
        }),
        fc.nat(200),
        (parts, cut) => {
          const script = parts.join('\n').slice(0, -cut || undefined);
          const insertions = annotationsOf(script, hidden);
          let woven = weave(script, insertions).text;
          for (const { text } of insertions) woven = woven.replace(text, '');
          expect(woven).toBe(script);
        },
      ),
    );
  });

  it('are asked for by nobody where nothing is known', () => {
    expect(annotationsOf('export const onOrder = (event) => event;', {})).toEqual([]);
  });

  it('do not come from names that every object has', async () => {
    const script =
      'export function constructor(event) { event.any; }\nexport const toString = (event) => event.any;';
    expect(await adviceOf(script, libs, hidden)).toEqual([]);
  });

  it('say what they are where one points at the parameter', async () => {
    const script = 'export const onOrder = event => event;';
    expect(await hoverOf(script, ' = ', libs, hidden)).toMatchObject({
      text: 'event',
      says: '(parameter) event: Order',
    });
  });
});
