import type { RuleVersion } from '@/lib/rules';

type Described = Pick<RuleVersion, 'state' | 'cause'>;

/** What a version changed, in a few words. `older`: the one before it, if it is known. */
export function describeVersion({ state, cause }: Described, older: Described | undefined): string {
  const by = cause === 'api' ? ', by API' : cause === 'import' ? ', by import' : '';
  if (!state) return `Deleted${by}`;
  if (!older?.state) return `First version${by}`;
  const before = older.state;
  const changes = [
    ...(state.script === before.script ? [] : ['code']),
    ...(state.name === before.name ? [] : [`renamed from “${before.name}”`]),
    ...(state.enabled === before.enabled ? [] : [state.enabled ? 'switched on' : 'switched off']),
    ...(state.order === before.order ? [] : [`moved to ${state.order}`]),
  ];
  const said = changes.length === 0 ? 'saved without a change' : changes.join(', ');
  return `${said[0]?.toUpperCase()}${said.slice(1)}${by}`;
}
