import { Time } from '@/components/ui/time';
import type { Factor } from '@/lib/factors/factors.types';

const names: Record<Factor['type'], string> = {
  otp: 'Authenticator app',
  'recovery-code': 'Recovery code',
};

/** The second factors of somebody, and when each was used last. */
export function FactorFacts({ factors }: { factors: readonly Factor[] }) {
  return (
    <ul className="flex flex-col gap-2.5 text-[13px]">
      {factors.map(({ id, type, name, enrolledAt, lastUsedAt }) => (
        <li key={id}>
          <span className="block font-medium">{name ?? names[type]}</span>
          <span className="block text-muted">
            since <Time value={enrolledAt} />
            {lastUsedAt && type === 'otp' ? (
              <>
                , used <Time value={lastUsedAt} />
              </>
            ) : null}
          </span>
        </li>
      ))}
    </ul>
  );
}
