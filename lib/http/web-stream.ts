import { ReadableStream as NodeStream } from 'node:stream/web';

/** A body that is made as it is read. Node's streams are the web's; only their types are apart. */
export function webStream(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  return NodeStream.from(chunks) as unknown as ReadableStream<Uint8Array>;
}
