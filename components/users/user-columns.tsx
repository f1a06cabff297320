import type { ReactNode } from 'react';
import { Time } from '@/components/ui/time';
import type { UserView } from '@/lib/users/schemas';
import { UserNameCell } from './user-name-cell';

export type UserColumn = {
  id: string;
  name: string;
  isSortable: boolean;
  isRowHeader?: boolean;
  className?: string;
  cell: (user: UserView) => ReactNode;
};

const dash = <span className="text-muted">–</span>;

/** Columns of the users list, for the table and for its skeleton alike. */
export function userColumns(): UserColumn[] {
  return [
    {
      id: 'name',
      name: 'Name',
      isSortable: true,
      isRowHeader: true,
      cell: (user) => <UserNameCell user={user} />,
    },
    {
      id: 'email',
      name: 'E-mail',
      isSortable: true,
      className: 'hidden lg:table-cell',
      cell: (user) => (user.email ? <span className="block max-w-60 truncate">{user.email}</span> : dash),
    },
    {
      id: 'connection',
      name: 'Connection',
      isSortable: false,
      className: 'hidden xl:table-cell',
      cell: (user) => (
        <span className="block max-w-44 truncate text-muted">{user.identities[0]?.connection ?? '–'}</span>
      ),
    },
    {
      id: 'last_login',
      name: 'Last sign-in',
      isSortable: true,
      className: 'hidden sm:table-cell whitespace-nowrap',
      cell: (user) =>
        user.last_login ? <Time value={user.last_login} /> : <span className="text-muted">Never</span>,
    },
    {
      id: 'logins_count',
      name: 'Sign-ins',
      isSortable: true,
      className: 'hidden xl:table-cell tabular-nums',
      cell: (user) => user.logins_count ?? dash,
    },
    {
      id: 'created_at',
      name: 'Created',
      isSortable: true,
      className: 'hidden md:table-cell whitespace-nowrap',
      cell: (user) => <Time value={user.created_at} />,
    },
  ];
}
