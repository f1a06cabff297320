import type { KnownClient } from '@/lib/clients';
import type { AuthorizationRequest } from '../authorization-request';
import type { SignedIn } from '../sessions';

type Question = {
  client: KnownClient;
  request: AuthorizationRequest;
  signedIn: SignedIn;
  /** Names of the connections that the application may use. */
  connections: readonly string[];
  now: Date;
};

/** Why a person who has a session must sign in all the same; asked in order, the first reason wins. */
const reasons: readonly { reason: string; description: string; applies(question: Question): boolean }[] = [
  {
    reason: 'login_prompt',
    description: 'The application asks for a fresh sign-in.',
    applies: ({ request }) => request.prompt.includes('login') || request.prompt.includes('select_account'),
  },
  {
    reason: 'sso_disabled',
    description: 'The application takes part in no single sign-on.',
    applies: ({ client }) => client.ssoDisabled,
  },
  {
    reason: 'max_age',
    description: 'The sign-in is older than the application allows.',
    applies: ({ request, signedIn, now }) => {
      if (request.maxAge === null) return false;
      return signedIn.session.authenticatedAt.getTime() + request.maxAge * 1000 <= now.getTime();
    },
  },
  {
    reason: 'id_token_hint',
    description: 'Somebody else is signed in than the application expects.',
    applies: ({ request, signedIn }) =>
      request.hintedUser !== null && request.hintedUser !== signedIn.user.userId,
  },
  {
    reason: 'connection',
    description: 'The application asks for another connection.',
    applies: ({ request, signedIn }) =>
      request.connectionForced && request.connection !== signedIn.connection.name,
  },
  {
    reason: 'connection_not_enabled',
    description: 'The application may not use the connection of the session.',
    applies: ({ connections, signedIn }) => !connections.includes(signedIn.connection.name),
  },
];

/** The reason for showing the sign-in page, or null when the session will do. */
export function whyLogin({
  signedIn,
  ...question
}: Omit<Question, 'signedIn'> & { signedIn: SignedIn | null }): {
  reason: string;
  description: string;
} | null {
  if (!signedIn) return { reason: 'no_session', description: 'Login required' };
  return reasons.find((entry) => entry.applies({ ...question, signedIn })) ?? null;
}
