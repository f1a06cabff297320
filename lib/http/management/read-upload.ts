import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { Busboy, type BusboyFileStream, type BusboyHeaders } from '@fastify/busboy';
import { AppError, Invalid } from '@/lib/errors';

function invalid(reason: string, cause?: unknown): Invalid {
  return new Invalid(`Payload validation error: '${reason}'.`, { errorCode: 'invalid_body', cause });
}

/** Few and short: whatever is beside the file must not cost memory. */
const limits = { fieldNameSize: 100, fieldSize: 10_000, fields: 20, files: 2, parts: 22, headerPairs: 50 };

function makeParser(request: Request) {
  const headers = { 'content-type': request.headers.get('content-type') ?? '' } as BusboyHeaders;
  try {
    return new Busboy({ headers, limits });
  } catch (cause) {
    throw invalid('The body must be multipart/form-data', cause);
  }
}

export type Upload<T> = { fields: Record<string, string>; file: T };

/**
 * Reads a form with one file, which goes to `take` as it comes; nothing of it is held. Fields may stand before or
 * after it. Throws what `take` throws, and Invalid for a body that is no such form or breaks off. When `take` has
 * succeeded and the rest is refused, `undo` gets what it gave.
 */
export async function readUpload<T>(
  request: Request,
  {
    name,
    take,
    undo,
  }: {
    name: string;
    take: (chunks: AsyncIterable<Buffer>) => Promise<T>;
    undo: (taken: T) => Promise<void>;
  },
): Promise<Upload<T>> {
  const parser = makeParser(request);
  const fields = new Map<string, string>();
  const streams: BusboyFileStream[] = [];
  let taking: Promise<T> | undefined;
  const refuse = (error: Error) => void parser.destroy(error);

  parser.on('field', (field, value, nameCut, valueCut) => {
    if (nameCut || valueCut) return refuse(invalid(`A field is too long: ${field}`));
    if (fields.has(field)) return refuse(invalid(`A field is given more than once: ${field}`));
    fields.set(field, value);
  });
  parser.on('file', (field, stream) => {
    streams.push(stream);
    stream.on('error', () => undefined); // whoever reads it sees it too
    if (field !== name || taking) {
      stream.resume();
      return refuse(invalid(field === name ? `${name} is given more than once` : `Unknown file: ${field}`));
    }
    taking = take(stream);
    taking.catch(refuse);
  });
  for (const event of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) {
    parser.on(event, () => refuse(invalid('The form has too many parts')));
  }

  try {
    if (!request.body) throw invalid(`Missing required property: ${name}`);
    await pipeline(Readable.fromWeb(request.body as ReadableStream), parser);
    const file = await taking;
    if (file === undefined) throw invalid(`Missing required property: ${name}`);
    return { fields: Object.fromEntries(fields), file };
  } catch (error) {
    const cause =
      error instanceof AppError ? error : invalid('The form cannot be read, or it broke off', error);
    for (const stream of streams) stream.destroy(cause);
    const taken = await taking?.catch(() => undefined);
    if (taken !== undefined) await undo(taken);
    throw cause;
  }
}
