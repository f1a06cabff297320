import { diffJson } from '@/components/metadata/diff-json';
import type { JsonObject } from '@/components/metadata/json';
import { SideBySide } from '@/components/metadata/side-by-side';
import { JsonTree } from './json-tree';

type TokenChangeProps = {
  /** Such as "ID token". */
  name: string;
  /** Claims without them, and with them; `after` is null where there was no token. */
  change: { before: JsonObject; after: JsonObject | null };
};

/** What rules or Actions changed of a token's claims, and all claims for those who open them. */
export function TokenChange({ name, change: { before, after } }: TokenChangeProps) {
  if (after === null) return <p className="text-[13px] text-muted">No {name} was issued.</p>;
  const differences = diffJson(before, after);
  return (
    <div className="flex flex-col gap-2">
      {differences.length > 0 ? (
        <SideBySide changes={differences} label={`Changes of the ${name}`} />
      ) : (
        <p className="text-[13px] text-muted">No claim was changed.</p>
      )}
      {Object.keys(after).length > 0 ? (
        <details>
          <summary className="w-fit cursor-pointer rounded-md text-xs text-muted outline-none hover:text-foreground focus-visible:status-focused">
            All claims ({Object.keys(after).length})
          </summary>
          <div className="mt-1.5">
            <JsonTree value={after} label={`Claims of the ${name}`} />
          </div>
        </details>
      ) : null}
    </div>
  );
}
