import { useEffect, useRef } from 'react';
import type { DemoSignIn } from './DemoCards.tsx';

/** The landing page names a role card in the address: it is used once, as soon as the cards are known. */
export function useChosenCard(
  cards: readonly DemoSignIn[],
  wanted: string | undefined,
  choose: (card: DemoSignIn) => void,
): void {
  const used = useRef(false);
  const card = cards.find((candidate) => candidate.card === wanted);
  useEffect(() => {
    if (card === undefined || used.current) return;
    used.current = true;
    choose(card);
  }, [card, choose]);
}
