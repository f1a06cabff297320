import type { JsonObject } from '@/db/schema/columns';
import type { RecordedWrite, TestReport } from './schemas';
import type { Steering } from './steering';

/** What a trial came to, whatever ran in it: of this, tests expect something, and replays compare two. */
export type TrialEnd = Pick<TestReport, 'result' | 'error'> & {
  /** For whom it ran; empty where it was about nobody. */
  userId: string;
  tokens: TestReport['tokens'];
  writes: readonly RecordedWrite[];
  /** Of Actions only. */
  steering?: Steering;
  /** The access token's scopes, where they were replaced. */
  scope?: string[];
  /** Where the person would be sent. */
  redirect?: string;
  durationMs: number;
};

/** The tokens of a sign-in that ends without any. */
export const withoutTokens = ({ id_token, access_token }: TestReport['tokens']): TestReport['tokens'] => ({
  id_token: { ...id_token, after: null },
  access_token: { ...access_token, after: null },
});

/** What the writes of a run come to, for whom the run was. */
export function written(
  { writes, userId }: Pick<TrialEnd, 'writes' | 'userId'>,
  bag: 'user_metadata' | 'app_metadata',
): JsonObject {
  const own = writes.filter((write) => write.bag === bag && write.user_id === userId);
  return Object.assign({}, ...own.map(({ patch }) => patch));
}
