import { type Difference, diffJson } from '@/components/metadata/diff-json';
import type { JsonObject } from '@/components/metadata/json';
import { mergeMetadata } from '@/lib/metadata/merge';
import type { TestReport } from '@/lib/trials/schemas';

type Write = TestReport['writes'][number];

/** Whose metadata is known: a user of the directory or of a rule. */
export type KnownUser = { user_id?: unknown; user_metadata?: unknown; app_metadata?: unknown };

export type BagChange = { userId: string; bag: Write['bag']; writes: number; differences: Difference[] };

/** What the recorded writes together would change in each bag. Of other users than `user` only the writes are known. */
export function bagChanges(writes: readonly Write[], user: KnownUser | null): BagChange[] {
  const groups = Map.groupBy(writes, (write) => `${write.bag} ${write.user_id}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { user_id: userId, bag } = first;
    const before = ((user?.user_id === userId ? user[bag] : undefined) ?? {}) as JsonObject;
    const after = group.reduce<JsonObject>(
      (stored, { patch }) => mergeMetadata(stored, patch as JsonObject, 'merge'),
      before,
    );
    return [{ userId, bag, writes: group.length, differences: diffJson(before, after) }];
  });
}
