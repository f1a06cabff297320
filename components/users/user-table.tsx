'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import type { CSSProperties, KeyboardEvent } from 'react';
import type { UserView } from '@/lib/users/schemas';
import { ColumnResizer } from './column-resizer';
import type { SortDescriptor } from './list-params';
import type { Columns } from './use-columns';
import { type UserColumn, userColumns } from './user-columns';

type UserTableProps = {
  users: readonly UserView[];
  columns: Columns;
  /** Keys of metadata that the list can be sorted by. */
  sortKeys: readonly string[];
  sort: SortDescriptor | undefined;
  onSort: (sort: SortDescriptor) => void;
};

const steps: Record<string, (index: number, last: number) => number> = {
  ArrowDown: (index, last) => Math.min(index + 1, last),
  ArrowUp: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

/** Moves the focus from one row's link to another's. */
function moveBetweenRows(event: KeyboardEvent<HTMLTableSectionElement>): void {
  const step = steps[event.key];
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('a[data-row-link]')];
  const index = links.indexOf(event.target as HTMLAnchorElement);
  if (!step || index === -1 || event.metaKey || event.ctrlKey || event.altKey) return;
  event.preventDefault();
  links[step(index, links.length - 1)]?.focus();
}

const fixed = (width: number | undefined): CSSProperties | undefined =>
  width === undefined ? undefined : { width, minWidth: width, maxWidth: width };

/**
 * The users of one page: a plain table, so that it is whole before scripts run. Each row is one link; arrow keys, Home
 * and End move between them.
 */
export function UserTable({ users, columns, sortKeys, sort, onSort }: UserTableProps) {
  const { ids, isDefault, widths, setWidth } = columns;
  const shown = userColumns(ids, { isDefault, sortKeys });
  return (
    <div className="scrollbar overflow-x-auto">
      <table aria-label="Users" className="w-full border-separate border-spacing-0 text-sm">
        <thead>
          <tr>
            {shown.map((column) => (
              <HeaderCell
                key={column.id}
                column={column}
                sort={sort}
                onSort={onSort}
                width={widths[column.id]}
                onResize={(width) => setWidth(column.id, width)}
              />
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={moveBetweenRows}>
          {users.map((user) => (
            <tr
              key={user.user_id}
              className="group relative hover:bg-default/50 has-focus-visible:bg-default/50 has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus"
            >
              {shown.map(({ id, isRowHeader, className = '', cell }) => {
                const classes = `h-12 border-t border-separator px-4 text-start font-normal ${className}`;
                const style = fixed(widths[id]);
                return isRowHeader ? (
                  <th key={id} scope="row" className={classes} style={style}>
                    {cell(user)}
                  </th>
                ) : (
                  <td key={id} className={classes} style={style}>
                    {cell(user)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type HeaderCellProps = Pick<UserTableProps, 'sort' | 'onSort'> & {
  column: UserColumn;
  width: number | undefined;
  onResize: (width: number | null) => void;
};

const headerText = 'text-xs font-medium text-muted';

function HeaderCell({ column, sort, onSort, width, onResize }: HeaderCellProps) {
  const { id, name, isSortable, className = '' } = column;
  const direction = sort?.column === id ? sort.direction : undefined;
  const classes = `relative bg-surface-secondary text-start whitespace-nowrap ${className}`;
  const resizer = <ColumnResizer name={name} width={width} onResize={onResize} />;
  if (!isSortable) {
    return (
      <th scope="col" aria-label={name} className={`px-4 py-2 ${headerText} ${classes}`} style={fixed(width)}>
        <span className="block truncate" title={name}>
          {name}
        </span>
        {resizer}
      </th>
    );
  }
  const next = direction === 'ascending' ? 'descending' : 'ascending';
  const Icon = direction === 'descending' ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-label={name}
      aria-sort={direction ?? 'none'}
      className={classes}
      style={fixed(width)}
    >
      <button
        type="button"
        onClick={() => onSort({ column: id, direction: next })}
        className={`flex w-full cursor-pointer items-center gap-1 rounded-md px-4 py-2 outline-none hover:text-foreground focus-visible:inset-ring-2 focus-visible:inset-ring-focus ${headerText}`}
      >
        <span className="truncate">{name}</span>
        <Icon
          aria-hidden="true"
          className={`size-3 shrink-0 ${direction ? 'text-foreground' : 'invisible'}`}
        />
      </button>
      {resizer}
    </th>
  );
}
