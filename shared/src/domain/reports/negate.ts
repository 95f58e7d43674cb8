import type { Figures } from './increments.ts';

/** What takes figures off again when it is added. */
export function negatedFigures({ subjects, categories, ...amounts }: Figures): Figures {
  return {
    ...negated(amounts),
    subjects: negated(subjects),
    categories: Object.fromEntries(Object.entries(categories).map(([category, of]) => [category, negated(of)])),
  };
}

function negated<T extends object>(amounts: T): T {
  return Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, 0 - Number(amount)])) as T;
}
