import { parseArgs } from 'node:util';
import { UsageProblem } from './import-options';

export const rulesTestHelp = `Runs tests of rules and Actions against a running Annex. Nothing is written there.

  npm run rules:test                runs all saved tests of the tenant, each over what is saved
  npm run rules:test -- FOLDER      runs the code of a folder with the tests that lie beside it

A folder holds rules as *.js or *.ts, with the tests of plan.js in plan.tests.json, and Actions in actions/ the
same way; the function that one exports says its trigger. One of auth0-deploy-cli (rules/*.json, actions/*.json) is understood too; the tests of
rules/plan.json are then in rules-tests/plan.json, those of actions/plan.json in actions-tests/plan.json.
A file of tests holds one or a list of what /api/v2/rules/{id}/tests takes, such as

  [{ "name": "Plan is on the token",
     "user": { "email": "a@example.com", "app_metadata": { "plan": "gold" } },
     "expect": { "result": "continue", "id_token": { "https://example.com/plan": "gold" } } }]

Options, after the --:
  --url URL             where Annex is (default: ANNEX_URL, or http://localhost:3000)
  --token TOKEN         a token of the Management API (default: ANNEX_TOKEN), or
  --client-id ID        an application that may use it by client credentials (default: ANNEX_CLIENT_ID), with
  --client-secret KEY   its secret (default: ANNEX_CLIENT_SECRET; others of this machine can read what a command line says)
  --json                one JSON object and nothing else
  --help                show this

The token needs update:rules; read:rules for a folder with tests in the pipeline and for saved tests; update:actions and
read:actions where there are Actions; read:users for tests with a user_id or sign_in_id. For a certificate of your own, set
NODE_EXTRA_CA_CERTS. It ends with 0 when all tests pass, 1 when one does not, 2 when nothing could be tested.
`;

export type RulesTestCommand = {
  /** Null for the saved tests of the tenant. */
  folder: string | null;
  /** Without a slash at its end. */
  url: string;
  credentials: { token: string } | { clientId: string; clientSecret: string };
  isJson: boolean;
};

function read(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        url: { type: 'string' },
        token: { type: 'string' },
        'client-id': { type: 'string' },
        'client-secret': { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    const [sentence = 'The options are not understood'] = String(
      error instanceof Error ? error.message : error,
    ).split('. ');
    throw new UsageProblem(`${sentence.replace(/\.$/, '')}.`, { cause: error });
  }
}

function addressOf(given: string): string {
  const url = URL.parse(given);
  if (url && /^https?:$/.test(url.protocol)) return url.href.replace(/\/+$/, '');
  throw new UsageProblem(`${given} is not the address of a server, such as https://id.example.com.`);
}

/** What to do, or null to show the help; what the command line does not say is taken from `environment`. Throws UsageProblem. */
export function readRulesTestOptions(
  given: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): RulesTestCommand | null {
  const { values, positionals } = read(given);
  if (values.help) return null;
  const [folder = null, ...more] = positionals;
  if (more.length > 0) throw new UsageProblem(`One folder at a time: ${more.join(' ')} is too many.`);
  const url = addressOf(values.url ?? (environment.ANNEX_URL || 'http://localhost:3000'));
  // What is said on the command line goes before what the environment says.
  const named = values['client-id'] ?? (values.token === undefined ? environment.ANNEX_CLIENT_ID : undefined);
  const token = values.token ?? (values['client-id'] === undefined ? environment.ANNEX_TOKEN : undefined);
  const common = { folder, url, isJson: values.json };
  if (token) return { ...common, credentials: { token } };
  const clientSecret = values['client-secret'] ?? environment.ANNEX_CLIENT_SECRET;
  if (named && clientSecret) return { ...common, credentials: { clientId: named, clientSecret } };
  throw new UsageProblem(
    named
      ? 'The client secret is missing: set ANNEX_CLIENT_SECRET, or give --client-secret.'
      : 'Nothing says who asks: set ANNEX_TOKEN, or ANNEX_CLIENT_ID and ANNEX_CLIENT_SECRET.',
  );
}
