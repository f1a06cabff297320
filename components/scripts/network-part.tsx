'use client';

import { Segmented } from '@/components/ui/segmented';
import { StubList } from './stub-list';
import type { TestForm } from './test-form';

type NetworkPartProps = {
  form: Pick<TestForm, 'network' | 'stubs'>;
  change: (changes: Partial<Pick<TestForm, 'network' | 'stubs'>>) => void;
  error: string | undefined;
};

const networks = [
  { id: 'off', name: 'Off' },
  { id: 'stub', name: 'My answers' },
  { id: 'allow', name: 'Real' },
] as const;

const saysOfNetwork = {
  off: 'Every request fails, and is listed.',
  stub: 'Requests get the answers below; nothing leaves.',
  allow: 'Requests are really made, as at a sign-in.',
};

/** What the code that is tried can reach. */
export function NetworkPart({ form, change, error }: NetworkPartProps) {
  return (
    <div className="flex flex-col gap-2">
      <Segmented
        legend="Network"
        isLegendShown
        value={form.network}
        options={networks}
        onChange={(network) => change({ network })}
      />
      <p className="text-[13px] text-muted">{saysOfNetwork[form.network]}</p>
      {form.network === 'stub' ? (
        <StubList stubs={form.stubs} onChange={(stubs) => change({ stubs })} error={error} />
      ) : null}
    </div>
  );
}
