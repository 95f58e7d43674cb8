import { useLocation, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';

/**
 * Leads to the sign-in page, once, and remembers the page that was asked for. The address changes before the sign-in page is
 * there: asked again by then, it would remember the way to itself, ever longer.
 */
export function ToSignIn({ children }: { children: ReactNode }) {
  const navigate = useNavigate();
  const { href } = useLocation();
  const [asked] = useState(href);
  useEffect(() => {
    const search = asked === '/' ? {} : { next: asked };
    void navigate({ to: '/sign-in', search, replace: true });
  }, [asked, navigate]);
  return children;
}
