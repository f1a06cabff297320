/** What a team that comes from Auth0 should know: where the contract is silent and Annex decided, or differs on purpose. */
export type Decision = { subject: string; auth0: string; annex: string };

export type DecisionGroup = { title: string; decisions: Decision[] };
