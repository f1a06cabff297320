import { Invalid } from '@/lib/errors';

/** Throws Invalid for a property of the body, in the contract's words (`reference/management-api.md` 1.4). */
export function refuse(property: string, reason: string): never {
  throw new Invalid(`Payload validation error: '${reason}' on property ${property}.`, {
    errorCode: 'invalid_body',
    fields: { [property]: reason },
  });
}

/** Throws Invalid `operation_not_supported` for what this object cannot have done to it. */
export function refuseOperation(message: string): never {
  throw new Invalid(message, { errorCode: 'operation_not_supported' });
}
