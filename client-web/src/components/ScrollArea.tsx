import type { ReactNode } from 'react';

export interface ScrollAreaProps {
  /** What is in it, for those who hear the page. */
  label: string;
  className?: string | undefined;
  children: ReactNode;
}

/** A part of a page that scrolls by itself. Keys reach it: what it holds may have nothing that takes the focus. */
export function ScrollArea({ label, className, children }: ScrollAreaProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: its end would be out of reach for whoever has no wheel.
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls, and a section would be one more landmark.
    <div role="group" aria-label={label} className={className} tabIndex={0}>
      {children}
    </div>
  );
}
