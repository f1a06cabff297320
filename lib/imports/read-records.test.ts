import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Invalid } from '@/lib/errors';
import { maxRecordBytes, openRecordFile, readRecords, type SourceRecord } from './read-records';

async function* inChunks(content: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

async function read(content: string | Buffer, size = 1024): Promise<SourceRecord[]> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return Array.fromAsync(readRecords(inChunks(bytes, size)));
}

const shown = (record: SourceRecord | undefined) => (record && 'value' in record ? record.value : record);
const faultOf = (record: SourceRecord | undefined) =>
  record && 'fault' in record ? record.fault : undefined;
const values = async (content: string | Buffer, size?: number) => (await read(content, size)).map(shown);

const jsonObject = fc.dictionary(
  fc.string({ unit: 'grapheme' }),
  fc.jsonValue({ stringUnit: 'grapheme', maxDepth: 4 }),
);
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a JSON array', () => {
  it('gives its records, whatever its spacing and wherever chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(jsonObject, { maxLength: 8 }),
        fc.constantFrom('', '  ', '\t'),
        fc.integer({ min: 1, max: 70 }),
        async (records, indent, size) => {
          const content = JSON.stringify(records, null, indent);
          expect(await values(content, size)).toEqual(asJson(records));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('gives every record but the broken ones', async () => {
    const rows = await read('[{"n":1},\n{"n":tru},\n{"n":3},{"n":4]},{"n":5}]');
    expect(rows.filter((row) => 'value' in row).map(shown)).toEqual([{ n: 1 }, { n: 3 }, { n: 5 }]);
    expect(rows.filter((row) => 'fault' in row).map(({ row, line }) => [row, line])).toEqual([
      [2, 2],
      [4, 3],
      [5, 3],
    ]);
  });

  it.each(['"n":[2}', '"n":{"x":2}', '"n":[{"x":2}}', '"n":2', '"n":{'])(
    'finds the next record after one whose bracket is missing: %s',
    async (broken) => {
      const rows = await read(`[\n  {"n":1},\n  {${broken},\n  {"n":3},\n  {"n":4}\n]`);
      expect(rows.map(shown)).toMatchObject([{ n: 1 }, { row: 2, line: 3 }, { n: 3 }, { n: 4 }]);
    },
  );

  it('finds the next record after one whose quote is missing', async () => {
    const lines = ['{"n":1},', '{"n": "2, "deep": {"a": [1]}},', '{"n":3},', '{"n":4}'];
    const rows = await read(`[${lines.join('\n')}\n]`);
    expect(rows.map((row) => shown(row))).toMatchObject([{ n: 1 }, { row: 2, line: 2 }, { n: 3 }, { n: 4 }]);
    expect(faultOf(rows[1])).toMatch(/This record is broken/);
  });

  it('never takes a part of a broken record for a record', async () => {
    const inner = { email: 'nested@example.com' };
    const content = JSON.stringify([{ a: 'x', contacts: [inner, inner], z: 1 }, { n: 2 }], null, 2);
    const rows = await read(content.replace('"x"', '"x'));
    expect(rows.map(shown)).toMatchObject([{ row: 1, line: 3 - 1 }, { n: 2 }]);
  });

  it('reads arrays that were put one behind the other', async () => {
    expect(await values('[{"n":1}]\n[{"n":2},{"n":3}]\n')).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  it('says that it is cut off, in a record and between records', async () => {
    expect(faultOf((await read('[{"n":1},{"n":')).at(-1))).toMatch(/ends inside this record/);
    expect(faultOf((await read('[{"n":1},')).at(-1))).toMatch(/list is closed/);
  });

  it('numbers rows and lines', async () => {
    const rows = await read('[\n\n{"n":1},\n{\n"n":2}, {"n":3}]');
    expect(rows.map(({ row, line }) => [row, line])).toEqual([
      [1, 3],
      [2, 4],
      [3, 5],
    ]);
  });

  it('passes on what is no object, for the schema to refuse', async () => {
    expect(await values('[null, 5, "a]b", true]')).toEqual([null, 5, 'a]b', true]);
  });
});

describe('newline-delimited JSON', () => {
  it('gives its records, wherever chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(jsonObject, { minLength: 1, maxLength: 8 }),
        fc.constantFrom('\n', '\r\n', '\n\n'),
        fc.integer({ min: 1, max: 70 }),
        async (records, end, size) => {
          const content = records.map((record) => JSON.stringify(record)).join(end);
          expect(await values(content, size)).toEqual(asJson(records));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('gives every line but the broken ones', async () => {
    const rows = await read('{"n":1}\n{"n":2\n\n{"n":3}}\n{"n":4}\n');
    expect(rows.map((row) => shown(row))).toMatchObject([{ n: 1 }, { line: 2 }, { line: 4 }, { n: 4 }]);
    expect(faultOf(rows[1])).toMatch(/^This is not JSON: /);
  });

  it('refuses bytes that are not UTF-8 in their own line only', async () => {
    const rows = await read(
      Buffer.concat([Buffer.from('{"n":1}\n{"n":"'), Buffer.of(0xff), Buffer.from('"}\n{"n":3}')]),
    );
    expect(rows.map((row) => shown(row))).toMatchObject([
      { n: 1 },
      { fault: 'This is not UTF-8 text' },
      { n: 3 },
    ]);
  });
});

describe('any content', () => {
  it('is read from gzip too', async () => {
    expect(await values(gzipSync('{"n":1}\n{"n":2}'), 3)).toEqual([{ n: 1 }, { n: 2 }]);
    expect(await values(gzipSync('[{"n":1},{"n":2}]'))).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('is read up to where its gzip is damaged', async () => {
    const many = Array.from({ length: 20_000 }, (_, n) => JSON.stringify({ n, noise: Math.sin(n) })).join(
      '\n',
    );
    const packed = gzipSync(many);
    const rows = await read(packed.subarray(0, packed.length / 2), 4096);
    expect(rows.length).toBeGreaterThan(1000);
    expect(faultOf(rows.at(-1))).toMatch(/gzip data ends early or is damaged/);
  });

  it('may begin with a byte order mark, and may be objects printed over many lines', async () => {
    expect(await values('\ufeff[{"n":1}]')).toEqual([{ n: 1 }]);
    expect(await values('{\n  "n": 1\n}\n{\n  "n": 2\n}\n', 5)).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('may be empty', async () => {
    expect(await read('')).toEqual([]);
    expect(await read(' \n')).toEqual([]);
    expect(await read('[]')).toEqual([]);
  });

  it.each([
    ['a huge record of an array', (huge: string) => `[{"n":1},{"h":"${huge}"},{"n":3}]`],
    ['a huge line', (huge: string) => `{"n":1}\n{"h":"${huge}"}\n{"n":3}`],
  ])('gives up %s without holding it, and goes on', async (_, make) => {
    const rows = await read(make('x'.repeat(maxRecordBytes + 1)), 65_536);
    expect(rows.map((row) => shown(row))).toMatchObject([{ n: 1 }, { row: 2 }, { n: 3 }]);
    expect(faultOf(rows[1])).toMatch(/A record may have 1048576 bytes/);
  });

  it.each([
    ['email,name\na@b.co,A\n', /not JSON: it begins with "email,name"/],
    ['<html>', /not JSON/],
    ['PK\u0003\u0004rest', /zip archive/],
    [Buffer.from('\ufeff[{}]', 'utf16le'), /UTF-16/],
  ])('that is no list of records is refused in a sentence: %j', async (content, sentence) => {
    const attempt = read(content);
    await expect(attempt).rejects.toThrow(sentence);
    await expect(attempt).rejects.toBeInstanceOf(Invalid);
  });
});

describe('the fault of a broken record', () => {
  it.each([
    '{"password_hash":$2a$10$secret}\n{"n":2}',
    '{"password_hash":"$2a$10$secret"secret}\n{"n":2}',
    '{"password_hash":"$2a$10$secret\\x"}\n{"n":2}',
    'secret\n{"n":2}'.padStart(40, '{"n":1}\n'),
  ])('quotes nothing of it, which may be a secret: %j', async (content) => {
    const faults = (await read(content)).flatMap((record) => faultOf(record) ?? []);
    expect(faults.length).toBe(1);
    expect(faults[0]).toMatch(/^This is not JSON: \w/);
    expect(faults[0]).not.toMatch(/secr|2a/);
  });
});

describe('a file', () => {
  it('that is missing or a folder is refused in a sentence', async () => {
    await expect(openRecordFile('/nowhere/users.json')).rejects.toThrow(
      'There is no file /nowhere/users.json',
    );
    await expect(openRecordFile(import.meta.dirname)).rejects.toThrow(/is not a file/);
  });
});
