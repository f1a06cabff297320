import { LoadingLabel, Skeleton } from '@/components/ui/skeleton';
import { defaultColumns } from './columns';
import { userColumns } from './user-columns';

const rows = ['w-40', 'w-52', 'w-36', 'w-48', 'w-44', 'w-40', 'w-56', 'w-36'];

/** The users list while it loads. */
export function UserTableSkeleton() {
  const columns = userColumns(defaultColumns, { isDefault: true, sortKeys: [] });
  return (
    <div>
      <LoadingLabel>Loading users</LoadingLabel>
      <Skeleton className="h-10 w-full md:h-9" />
      <Skeleton className="mt-2.5 h-7 w-96 max-w-full max-md:h-8" />
      <div aria-hidden="true" className="mt-5 overflow-clip rounded-xl shadow-surface">
        <table className="w-full text-start">
          <thead>
            <tr className="bg-surface-secondary">
              {columns.map(({ id, name, className }) => (
                <td key={id} className={`px-4 py-2.5 text-xs font-medium text-muted ${className ?? ''}`}>
                  {name}
                </td>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((width, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the rows are always the same
              <tr key={index} className="border-t border-separator">
                {columns.map(({ id, className, isRowHeader }) => (
                  <td key={id} className={`h-13 px-4 ${className ?? ''}`}>
                    <Skeleton className={`h-4 ${isRowHeader ? width : 'w-20'}`} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
