import i18next from 'i18next';

const PARTS = [
  'filer',
  'beneficiary',
  'organiser',
  'reviewer',
  'approver',
  'cashier',
  'job',
  'proposer',
  'confirmer',
  'resident',
  'operator',
  'witness',
  'spender',
  'donor',
  'refunder',
  'officer',
  'closer',
] as const;
type Part = (typeof PARTS)[number];

/** Whose entry it is stands elsewhere: the account's owner, or the member of a household. */
const OWNERS: ReadonlySet<string> = new Set(['beneficiary', 'spender', 'donor']);

const isPart = (part: string): part is Part => (PARTS as readonly string[]).includes(part);

/** `审核 何建平，申报 吴晓兰`: who did what. */
export function actorsWords(actors: readonly { part: string; name: string }[]): string {
  return actors
    .filter((actor) => !OWNERS.has(actor.part))
    .map((actor) => {
      const part = isPart(actor.part)
        ? i18next.t(`consoleLedger:part.${actor.part}`)
        : i18next.t('consoleLedger:part.other');
      return `${part} ${actor.name}`;
    })
    .join(i18next.t('consoleLedger:comma'));
}
