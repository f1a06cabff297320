import { type Env, env } from '@/lib/env';
import { invalidProperty } from '@/lib/input';

type NumericSetting = { [Name in keyof Env]-?: Env[Name] extends number ? Name : never }[keyof Env];

type Property = {
  /** Where the input has it. */
  property: string;
  /** What may be, such as `A rule may have 100 kB of code`. */
  says: (most: number) => string;
};

/**
 * Refuses what is more than the operator allows, in the setting's own unit, in words that name both. Throws Invalid.
 * Schemas have no such limits: the browser reads them too, and does not know the settings.
 */
export function assertWithin(setting: NumericSetting, size: number, { property, says }: Property): void {
  const most = env()[setting];
  if (size > most) throw invalidProperty(property, `${says(most)} (setting ${setting})`);
}

const titles = { script: 'A rule', code: 'An Action' } as const;

/** Refuses code of a rule (`script`) or Action (`code`) that is too large to run. Throws Invalid. */
export function assertCodeFits(property: keyof typeof titles, source: string): void {
  assertWithin('ANNEX_RULES_CODE_KB', Buffer.byteLength(source) / 1024, {
    property,
    says: (most) => `${titles[property]} may have ${most} kB of code`,
  });
}

/** Refuses a value of `configuration` that is too large. Throws Invalid. */
export function assertConfigurationFits(property: string, value: string): void {
  assertWithin('ANNEX_RULES_CONFIG_KB', Buffer.byteLength(value) / 1024, {
    property,
    says: (most) => `A configuration value may have ${most} kB`,
  });
}
