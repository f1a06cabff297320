import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { finished } from 'node:stream/promises';

export type ReportFile = { write(value: object): Promise<void>; close(): Promise<void> };

/** A file of one JSON object a line that only its owner may read: it holds personal data. */
export async function openReportFile(path: string): Promise<ReportFile> {
  const stream = createWriteStream(path, { mode: 0o600 });
  await once(stream, 'open');
  await chmod(path, 0o600);
  return {
    async write(value) {
      if (!stream.write(`${JSON.stringify(value)}\n`)) await once(stream, 'drain');
    },
    async close() {
      stream.end();
      await finished(stream);
    },
  };
}
