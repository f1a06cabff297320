'use client';

import { useRef, useState } from 'react';
import { FilterBar } from './filter-bar';
import { QueryBox, type QueryHelpTexts } from './query-box';
import type { QueryProblem } from './query-problem';
import { useRecentQueries } from './recent-queries';
import { useCompletion } from './use-completion';

type UserSearchProps = QueryHelpTexts & {
  /** The query whose users are shown. */
  query: string;
  onSearch: (query: string) => void;
  isPending: boolean;
  /** What the server has against `query`. */
  refusal: QueryProblem | null;
  connections: readonly { name: string; strategy: string }[];
  roles: readonly string[];
  /** The tenant searches as strictly as Auth0 does. */
  isStrict: boolean;
};

/** The search box with its filters. What is typed stays until another query is shown. */
export function UserSearch(props: UserSearchProps) {
  const { query, onSearch, refusal, connections, roles, isStrict, ...rest } = props;
  const [text, setText] = useState(query);
  const [shown, setShown] = useState(query);
  const [now] = useState(() => new Date());
  const input = useRef<HTMLInputElement>(null);
  const { recent, remember } = useRecentQueries();
  if (shown !== query) {
    setShown(query);
    setText(query);
  }
  const search = (next: string) => {
    const asked = next.trim();
    setText(asked);
    remember(asked);
    onSearch(asked);
  };
  const known = { connections, roles, recent, isStrict };
  const completion = useCompletion({ input, text, onText: setText, onSearch: search, known });
  return (
    <>
      <QueryBox
        {...rest}
        isStrict={isStrict}
        input={input}
        text={text}
        onText={setText}
        onSearch={search}
        refusal={text.trim() === query ? refusal : null}
        completion={completion}
      />
      <FilterBar
        text={text}
        connections={connections}
        roles={roles}
        now={now}
        isStrict={isStrict}
        onSearch={search}
        onWrite={(next) => completion.write(next, next.length)}
      />
    </>
  );
}
