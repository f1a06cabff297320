import type { ReactNode } from 'react';
import { Time } from '@/components/ui/time';
import type { UserView } from '@/lib/users/schemas';
import { type ColumnId, cellText, columnKeys, columnLabel, isMoment, isSortable, valuesAt } from './columns';
import { UserNameCell } from './user-name-cell';

export type UserColumn = {
  id: ColumnId;
  name: string;
  isSortable: boolean;
  isRowHeader?: boolean;
  className?: string;
  cell: (user: UserView) => ReactNode;
};

const dash = <span className="text-muted">–</span>;

/** From which width of the screen on a column of the default is shown. */
const shownFrom: Record<ColumnId, string> = {
  email: 'hidden lg:table-cell',
  'identities.connection': 'hidden xl:table-cell',
  last_login: 'hidden sm:table-cell',
  logins_count: 'hidden xl:table-cell',
  created_at: 'hidden md:table-cell',
};

function cellOf(id: ColumnId, keys: readonly string[]) {
  return (user: UserView): ReactNode => {
    const values = valuesAt(user, keys);
    const [only] = values;
    if (isMoment(id) && typeof only === 'string') return <Time value={only} className="whitespace-nowrap" />;
    if (id === 'last_login') return <span className="text-muted">Never</span>;
    if (values.length === 0) return dash;
    const text = [...new Set(values.map(cellText))].join(', ');
    return (
      <span className="block truncate" title={text}>
        {text}
      </span>
    );
  };
}

/** The columns with these ids, the user's name before them; for the table and for its skeleton alike. */
export function userColumns(
  ids: readonly ColumnId[],
  { isDefault, sortKeys }: { isDefault: boolean; sortKeys: readonly string[] },
): UserColumn[] {
  const name: UserColumn = {
    id: 'name',
    name: 'Name',
    isSortable: true,
    isRowHeader: true,
    cell: (user) => <UserNameCell user={user} hasEmailBelow={isDefault} />,
  };
  const others = ids.map((id): UserColumn => {
    const keys = columnKeys(id) ?? [];
    return {
      id,
      name: columnLabel(id),
      isSortable: isSortable(id) || sortKeys.includes(id),
      className: `max-w-60 ${(isDefault && shownFrom[id]) || ''}`,
      cell: cellOf(id, keys),
    };
  });
  return [name, ...others];
}
