import { totalmem } from 'node:os';

const megabyte = 1024 * 1024;

/** Bytes of memory of this machine, or of the container that it is to us. */
export function ownMemory(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
}

/**
 * Settings for a server on a machine of `memory` bytes that it shares with Annex and perhaps a desktop. PostgreSQL's
 * own defaults are for a machine of 1 GB with a turning disk: with them a large import waits for checkpoints, and a
 * search over a million users reads its index from the kernel page by page.
 */
export function tunedFor(memory: number): Record<string, string> {
  const share = (part: number) => Math.floor(memory / part / megabyte);
  const within = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);
  return {
    shared_buffers: `${within(share(6), 128, 8192)}MB`,
    effective_cache_size: `${Math.max(share(2), 512)}MB`,
    maintenance_work_mem: `${within(share(32), 64, 512)}MB`,
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    random_page_cost: '1.1',
  };
}
