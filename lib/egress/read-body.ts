import type { IncomingMessage } from 'node:http';
import { pipeline, Writable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { EgressError } from './errors';

const decoders: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/** For `Accept-Encoding`. */
export const encodings = 'gzip, deflate, br';

/**
 * The body as its sender meant it. Bytes are counted after decompression, so a small answer that unfolds into a large
 * one stops as soon as it is over `maxBytes`. `decoded`: a content encoding was taken off.
 */
export function readBody(
  response: IncomingMessage,
  maxBytes: number,
): Promise<{ body: Buffer; decoded: boolean }> {
  const name = String(response.headers['content-encoding'] ?? '').toLowerCase();
  const makeDecoder = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      chunks.push(chunk);
      done(size > maxBytes ? tooLarge(maxBytes) : null);
    },
  });
  return new Promise((resolve, reject) => {
    const end = (error: NodeJS.ErrnoException | null) => {
      if (!error) return resolve({ body: Buffer.concat(chunks), decoded: makeDecoder !== undefined });
      response.destroy();
      // A response without a body may still name an encoding.
      const isEmpty = size === 0 && error.code === 'Z_BUF_ERROR';
      if (isEmpty) resolve({ body: Buffer.alloc(0), decoded: true });
      else reject(readable(error));
    };
    if (makeDecoder) pipeline(response, makeDecoder(), sink, end);
    else pipeline(response, sink, end);
  });
}

function tooLarge(maxBytes: number): EgressError {
  return new EgressError('ERR_RESPONSE_TOO_LARGE', `The response is larger than ${maxBytes} bytes.`);
}

function readable(error: NodeJS.ErrnoException): Error {
  const isData = error.code?.startsWith('Z_') || error.code?.startsWith('ERR__ERROR_FORMAT');
  if (!isData) return error;
  return new EgressError('ERR_BAD_RESPONSE', 'The response could not be decompressed.', { cause: error });
}
