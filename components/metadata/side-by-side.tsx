import { PathName } from './change-list';
import type { Difference } from './diff-json';
import { JsonValue } from './json-value';

type SideBySideProps = {
  changes: readonly Difference[];
  label: string;
  /** What stands in an empty place. */
  absent?: string;
};

/** Differences as a table: what, before, after. In a narrow place what stands above the two. */
export function SideBySide({ changes, label, absent = 'not there' }: SideBySideProps) {
  return (
    <div className="@container">
      <table aria-label={label} className="w-full table-fixed text-[13px] @max-lg:block">
        <thead className="@max-lg:block">
          <tr className="text-start text-xs text-muted *:pb-1 *:text-start *:font-normal @max-lg:grid @max-lg:grid-cols-2">
            <th scope="col" className="w-[34%] @max-lg:sr-only">
              <span className="sr-only">What</span>
            </th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-separator @max-lg:block">
          {changes.map(({ path, before, after }) => (
            <tr
              key={path.join('\u0000')}
              className="align-top *:py-1.5 *:pe-2 *:text-start last:*:pb-0 @max-lg:grid @max-lg:grid-cols-2"
            >
              <th scope="row" className="font-normal @max-lg:col-span-2 @max-lg:pb-0!">
                <PathName path={path} />
              </th>
              <td>
                <JsonValue value={before} tone={after === before ? 'plain' : 'removed'} absent={absent} />
              </td>
              <td>
                <JsonValue value={after} tone={after === before ? 'plain' : 'added'} absent={absent} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
