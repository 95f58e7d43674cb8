import { maskAddress, maskName, maskPhone } from '../people/index.ts';

/** What of a profile a resident can ask to be corrected. */
export const CORRECTABLE = ['name', 'phone', 'birthDate', 'address', 'unitId'] as const;
export type Correctable = (typeof CORRECTABLE)[number];

/** Values of a profile by field; a field that is missing is not asked about. Null: there is none. */
export type ProfileValues = Readonly<Partial<Record<Correctable, string | null>>>;

/** One field that is to change. */
export interface ProfileChange {
  readonly field: Correctable;
  readonly from: string | null;
  readonly to: string | null;
}

/** What of the values asked for differs from what is known, in the order of the form. */
export function changesOf(known: ProfileValues, asked: ProfileValues): ProfileChange[] {
  return CORRECTABLE.flatMap((field) => {
    const [from, to] = [known[field] ?? null, asked[field]];
    return to === undefined || to === from ? [] : [{ field, from, to }];
  });
}

/** A value as it is read by staff before they look at it in full, with a reason. Units are no secret. */
export function maskedValue(field: Correctable, value: string | null): string | null {
  if (value === null) return null;
  switch (field) {
    case 'name':
      return maskName(value);
    case 'phone':
      return maskPhone(value);
    case 'birthDate':
      return `${value.slice(0, 4)}-**-**`;
    case 'address':
      return maskAddress(value);
    case 'unitId':
      return value;
    default:
      return field satisfies never;
  }
}
