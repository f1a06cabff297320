import type { APIResponse, Page, Request } from '@playwright/test';

/** A call of a server action as the browser made it, to be made again in another way. */
export type ActionCall = { path: string; headers: Record<string, string>; body: string };

/** Does something in a page and gives the call of a server action that it leads to. */
export async function captureAction(page: Page, act: () => Promise<void>): Promise<ActionCall> {
  const isAction = (request: Request) => 'next-action' in request.headers();
  const [request] = await Promise.all([page.waitForRequest(isAction), act()]);
  const names = ['accept', 'content-type', 'next-action', 'next-router-state-tree', 'origin'];
  const all = await request.allHeaders();
  const headers = Object.fromEntries(names.flatMap((name) => (all[name] ? [[name, all[name]]] : [])));
  return { path: new URL(request.url()).pathname, headers, body: request.postData() ?? '' };
}

/** Sends a call with the cookies of the page's browser; `input` replaces what the action is told. */
export async function sendAction(page: Page, call: ActionCall, input: unknown): Promise<APIResponse> {
  return page.request.post(call.path, { headers: call.headers, data: JSON.stringify([input]) });
}
