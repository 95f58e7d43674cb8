import { createContext, useContext } from 'react';
import type { MenuKey } from '../menu.ts';

/** How many things wait behind each menu item; the shell's badge and the bell show them. */
export type MenuCounts = Partial<Record<MenuKey, number>>;

const NOTHING: MenuCounts = {};

export const MenuCountsContext = createContext<MenuCounts>(NOTHING);

export const useMenuCounts = (): MenuCounts => useContext(MenuCountsContext);
