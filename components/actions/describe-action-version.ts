import { isSameJson, type Json } from '@/components/metadata/json';
import type { VersionView } from '@/lib/actions/schemas';

type Described = Pick<VersionView, 'code' | 'dependencies' | 'secrets' | 'supported_triggers'>;

/** What a version changed, in a few words. `older`: the one before it, if it is known. */
export function describeActionVersion(version: Described, older: Described | undefined): string {
  if (!older) return 'First that is kept';
  const changed = (part: (of: Described) => Json) => !isSameJson(part(version), part(older));
  const changes = [
    ...(changed(({ code }) => code) ? ['code'] : []),
    ...(changed(({ secrets }) => secrets) ? ['secrets'] : []),
    ...(changed(({ dependencies }) => dependencies) ? ['dependencies'] : []),
    ...(changed(({ supported_triggers }) => supported_triggers) ? ['trigger'] : []),
  ];
  const said = changes.length === 0 ? 'deployed without a change' : changes.join(', ');
  return `${said[0]?.toUpperCase()}${said.slice(1)}`;
}
