import { SideBySide } from '@/components/metadata/side-by-side';
import type { TestReport } from '@/lib/trials/schemas';
import { bagChanges, type KnownUser } from './recorded-writes';

type RecordedWritesProps = { writes: TestReport['writes']; user: KnownUser | null };

/** What rules would have stored, as changes of each bag. */
export function RecordedWrites({ writes, user }: RecordedWritesProps) {
  return (
    <div className="flex flex-col gap-3">
      {bagChanges(writes, user).map(({ userId, bag, differences }) => (
        <div key={`${userId} ${bag}`}>
          <p className="mb-1.5 text-xs text-muted">
            <code className="font-mono">{bag}</code>
            {userId === user?.user_id ? null : ` of ${userId}`}
          </p>
          {differences.length > 0 ? (
            <SideBySide changes={differences} label={`Changes of ${bag}`} />
          ) : (
            <p className="text-[13px] text-muted">Writes what is there already.</p>
          )}
        </div>
      ))}
    </div>
  );
}
