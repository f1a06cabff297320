'use client';

import { Table } from '@heroui/react/table';
import type { UserView } from '@/lib/users/schemas';
import type { SortDescriptor } from './list-params';
import { userColumns } from './user-columns';
import { userPath } from './user-names';

type UserTableProps = {
  users: readonly UserView[];
  sort: SortDescriptor | undefined;
  onSort: (sort: SortDescriptor) => void;
};

const columns = userColumns();

/** The users of one page. Arrow keys move between rows, Enter opens one. */
export function UserTable({ users, sort, onSort }: UserTableProps) {
  return (
    <Table variant="secondary">
      <Table.ScrollContainer>
        <Table.Content
          aria-label="Users"
          keyboardNavigationBehavior="arrow"
          {...(sort ? { sortDescriptor: sort } : {})}
          onSortChange={({ column, direction }) => onSort({ column: String(column), direction })}
        >
          <Table.Header>
            {columns.map(({ id, name, isSortable, isRowHeader, className }) => (
              <Table.Column
                key={id}
                id={id}
                allowsSorting={isSortable}
                isRowHeader={isRowHeader ?? false}
                className={className ?? ''}
              >
                {({ sortDirection }) => (
                  <Table.SortableColumnHeader {...(sortDirection ? { sortDirection } : {})}>
                    {name}
                  </Table.SortableColumnHeader>
                )}
              </Table.Column>
            ))}
          </Table.Header>
          <Table.Body>
            {users.map((user) => (
              <Table.Row
                key={user.user_id}
                id={user.user_id}
                href={userPath(user.user_id)}
                className="cursor-pointer"
              >
                {columns.map(({ id, className, cell }) => (
                  <Table.Cell key={id} className={className ?? ''}>
                    {cell(user)}
                  </Table.Cell>
                ))}
              </Table.Row>
            ))}
          </Table.Body>
        </Table.Content>
      </Table.ScrollContainer>
    </Table>
  );
}
