import type { ClientView, UpdateClientInput } from '@/lib/clients/schemas';

/** Addresses as a person types them: one a line, blank lines and repetitions left out. */
export function toLines(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}

export const fromLines = (lines: readonly string[]): string => lines.join('\n');

/** The form of an application's addresses. */
export type AddressForm = Record<
  'callbacks' | 'allowed_logout_urls' | 'web_origins' | 'allowed_origins',
  string
>;

export function toAddressForm(client: ClientView): AddressForm {
  return {
    callbacks: fromLines(client.callbacks),
    allowed_logout_urls: fromLines(client.allowed_logout_urls),
    web_origins: fromLines(client.web_origins),
    allowed_origins: fromLines(client.allowed_origins),
  };
}

export function toAddressPatch(form: AddressForm): Required<Pick<UpdateClientInput, keyof AddressForm>> {
  return {
    callbacks: toLines(form.callbacks),
    allowed_logout_urls: toLines(form.allowed_logout_urls),
    web_origins: toLines(form.web_origins),
    allowed_origins: toLines(form.allowed_origins),
  };
}

/**
 * What is wrong, by field of the form: the server names items such as `callbacks.1`, the person sees which address.
 */
export function errorsByField(
  fields: Record<string, string>,
  values: Partial<Record<string, string | readonly string[] | number>>,
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const [path, reason] of Object.entries(fields)) {
    const [name = '', index] = path.split('.');
    const list = values[name];
    const item = Array.isArray(list) && index !== undefined ? list[Number(index)] : undefined;
    errors[name] ??= item === undefined ? reason : `${item}: ${reason}`;
  }
  return errors;
}

/** Lifetimes are typed in whole units and stored in seconds. */
export function toSeconds(typed: string, unit: number): number | null {
  const amount = Number(typed.trim());
  return typed.trim() !== '' && Number.isFinite(amount) && amount > 0 ? Math.round(amount * unit) : null;
}

/** Seconds as the form shows them, without an endless fraction. */
export const fromSeconds = (seconds: number, unit: number): string =>
  String(Number((seconds / unit).toFixed(2)));
