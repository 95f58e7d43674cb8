import { Component, type ReactNode } from 'react';
import { Broken } from './Broken.tsx';

interface State {
  broken: boolean;
}

/** Catches what a page could not show, so that the person gets words and a way on rather than a white screen. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { broken: false };

  static getDerivedStateFromError(): State {
    return { broken: true };
  }

  override componentDidCatch(error: unknown): void {
    console.error('A page could not be shown', error);
  }

  override render(): ReactNode {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}
