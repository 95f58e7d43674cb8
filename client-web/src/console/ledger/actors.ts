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
] as const;
type Part = (typeof PARTS)[number];

const isPart = (part: string): part is Part => (PARTS as readonly string[]).includes(part);

/** `审核 何建平，申报 吴晓兰`: who did what. */
export function actorsWords(actors: readonly { part: string; name: string }[]): string {
  return actors
    .filter((actor) => actor.part !== 'beneficiary')
    .map((actor) => {
      const part = isPart(actor.part)
        ? i18next.t(`consoleLedger:part.${actor.part}`)
        : i18next.t('consoleLedger:part.other');
      return `${part} ${actor.name}`;
    })
    .join(i18next.t('consoleLedger:comma'));
}
