import { expect, it } from 'vitest';
import type { ActionView, BindingView } from '@/lib/actions/schemas';
import { byTrigger } from './by-trigger';

const at = '2026-01-01T00:00:00.000Z';

const action = (name: string, trigger: string): ActionView => ({
  id: name,
  name,
  supported_triggers: [{ id: trigger, version: 'v3' }],
  created_at: at,
  updated_at: at,
  all_changes_deployed: true,
  code: '',
  dependencies: [],
  runtime: 'node22',
  secrets: [],
  status: 'built',
  built_at: at,
});

const binding = (name: string, bound: ActionView): BindingView => ({
  id: `binding of ${name}`,
  trigger_id: bound.supported_triggers[0]?.id ?? '',
  display_name: name,
  action: bound,
  created_at: at,
  updated_at: at,
});

const second = action('Second', 'post-login');
const first = action('First', 'post-login');
const kept = action('Kept', 'custom-phone-provider');

it('lists the triggers that run first, then those whose Actions are only kept', () => {
  expect(byTrigger([kept, first], []).map(({ trigger }) => trigger)).toEqual([
    'post-login',
    'credentials-exchange',
    'pre-user-registration',
    'post-user-registration',
    'post-change-password',
    'custom-phone-provider',
  ]);
});

it('lists Actions by name, and what is bound in its order under the name of the binding', () => {
  const [login] = byTrigger([second, first], [binding('Does it', second), binding('First', first)]);
  expect(login?.actions.map(({ name }) => name)).toEqual(['First', 'Second']);
  expect(login?.bound.map(({ id, name }) => ({ id, name }))).toEqual([
    { id: 'Second', name: 'Does it' },
    { id: 'First', name: 'First' },
  ]);
});
