import { fault, type Made, made, parseStubs, type TestForm } from './test-form';
import type { ReplayChoices } from './use-replay';

/** Over what a draft is replayed and what it may reach, as a person fills it in. */
export type ReplayForm = Pick<TestForm, 'network' | 'stubs' | 'usesConfiguration'> & {
  over: 'last' | 'found';
  last: string;
  q: string;
  /** Empty for a made-up one. */
  clientId: string;
  usesSecrets: boolean;
};

export const emptyReplay: ReplayForm = {
  over: 'last',
  last: '1000',
  q: '',
  clientId: '',
  usesConfiguration: false,
  usesSecrets: false,
  network: 'off',
  stubs: [],
};

function overOf({ over, last, q, clientId }: ReplayForm): ReplayChoices['over'] {
  if (over === 'last') return { last: Number(last) };
  if (q.trim() === '') fault('q', 'Write a search, such as app_metadata.plan:pro');
  return { q: q.trim(), ...(clientId ? { client_id: clientId } : {}) };
}

/** What the form asks for, or the first thing that has to be mended in it. Pure. */
export function replayChoices(form: ReplayForm): Made<ReplayChoices> {
  return made(() => ({
    over: overOf(form),
    use_configuration: form.usesConfiguration,
    use_secrets: form.usesSecrets,
    network: form.network,
    ...(form.network === 'stub' ? { stubs: parseStubs(form.stubs) } : {}),
  }));
}
