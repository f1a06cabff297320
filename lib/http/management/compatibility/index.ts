import { accounts } from './accounts';
import { actions } from './actions';
import { api } from './api';
import { clients } from './clients';
import { connections } from './connections';
import type { DecisionGroup } from './decision';
import { jobs } from './jobs';
import { mail } from './mail';
import { rights } from './rights';
import { rules } from './rules';
import { sessions } from './sessions';
import { tenant } from './tenant';
import { users } from './users';

export type { Decision, DecisionGroup } from './decision';

/** By subject, in the order of the reference page. */
export const decisions: DecisionGroup[] = [
  api,
  users,
  clients,
  rights,
  accounts,
  connections,
  jobs,
  rules,
  actions,
  sessions,
  tenant,
  mail,
];
