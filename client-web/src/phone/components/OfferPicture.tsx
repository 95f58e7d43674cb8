import { offers } from '@red-points/shared/contracts';
import type { ReactNode } from 'react';
import { addressOf } from '../../api/index.ts';

const DRAWINGS: Record<string, { ground: string; drawing: ReactNode }> = {
  meal: {
    ground: '#F6EFE3',
    drawing: (
      <>
        <path d="M9 28h38c0 11-8 18-19 18S9 39 9 28z" fill="#fff" stroke="#C9B79A" strokeWidth="1.6" />
        <path d="M13 28c1-6 6-9 11-8 2-4 10-4 12 0 4 0 7 3 7 8z" fill="#E9DCC4" />
        <circle cx="20" cy="24" r="3.4" fill="#8DA66C" />
        <circle cx="33" cy="22.5" r="4" fill="#C98A56" />
        <circle cx="27" cy="25" r="2.6" fill="#D9A441" />
        <path
          d="M20 15c-2-2 1-4-1-6M28 14c-2-2 1-4-1-6M36 15c-2-2 1-4-1-6"
          stroke="#C9B79A"
          strokeWidth="1.6"
          fill="none"
          strokeLinecap="round"
        />
      </>
    ),
  },
  soup: {
    ground: '#EAF1E6',
    drawing: (
      <>
        <path d="M10 27h36c0 10-8 17-18 17s-18-7-18-17z" fill="#fff" stroke="#9DB392" strokeWidth="1.6" />
        <ellipse cx="28" cy="27" rx="18" ry="4.5" fill="#B9CFAE" stroke="#9DB392" strokeWidth="1.6" />
        <path d="M34 26l9-13" stroke="#9DB392" strokeWidth="2.4" strokeLinecap="round" />
      </>
    ),
  },
  bottle: {
    ground: '#E8EFF4',
    drawing: (
      <>
        <path
          d="M23 12h10v6l4 5v20c0 2-1 3-3 3H22c-2 0-3-1-3-3V23l4-5z"
          fill="#fff"
          stroke="#8FA9BC"
          strokeWidth="1.6"
        />
        <rect x="22" y="9" width="12" height="5" rx="1.5" fill="#5E86A3" />
        <rect x="22" y="27" width="12" height="12" rx="2" fill="#BFD3E0" />
        <circle cx="28" cy="33" r="3" fill="#5E86A3" />
      </>
    ),
  },
  rice: {
    ground: '#F6EFE3',
    drawing: (
      <>
        <path
          d="M18 16c-5 8-6 18-4 28 0 2 2 3 4 3h20c2 0 4-1 4-3 2-10 1-20-4-28z"
          fill="#fff"
          stroke="#C9B79A"
          strokeWidth="1.6"
        />
        <path
          d="M18 16c3-3 5-3 7-1 2-2 4-2 6 0 2-2 4-2 7 1"
          fill="none"
          stroke="#C9B79A"
          strokeWidth="1.6"
          strokeLinecap="round"
        />
        <circle cx="28" cy="32" r="7" fill="#E9DCC4" />
        <path d="M28 36v-8M28 31l-3-2M28 33l3-2" stroke="#B08D4F" strokeWidth="1.6" strokeLinecap="round" />
      </>
    ),
  },
  haircut: {
    ground: '#F1EEF7',
    drawing: (
      <>
        <circle cx="19" cy="38" r="5" fill="#fff" stroke="#8F7FB8" strokeWidth="2" />
        <circle cx="37" cy="38" r="5" fill="#fff" stroke="#8F7FB8" strokeWidth="2" />
        <path d="M22 34l13-22M34 34L21 12" stroke="#8F7FB8" strokeWidth="2.4" strokeLinecap="round" />
        <circle cx="28" cy="24.5" r="1.6" fill="#8F7FB8" />
      </>
    ),
  },
  home_help: {
    ground: '#E8F3F0',
    drawing: (
      <>
        <path
          d="M12 27l16-13 16 13v17c0 1-1 2-2 2H14c-1 0-2-1-2-2z"
          fill="#fff"
          stroke="#7FA79F"
          strokeWidth="1.6"
          strokeLinejoin="round"
        />
        <path
          d="M28 41s-8-4-8-9.5c0-2.5 2-4.5 4.300-4.5 1.600 0 3 .9 3.700 2.300.7-1.400 2.100-2.300 3.700-2.300 2.300 0 4.300 2 4.300 4.5C36 37 28 41 28 41z"
          fill="#7FA79F"
        />
      </>
    ),
  },
  book: {
    ground: '#EAF0F5',
    drawing: (
      <>
        <path
          d="M28 17c-4-3-10-3-16-2v26c6-1 12-1 16 2 4-3 10-3 16-2V15c-6-1-12-1-16 2z"
          fill="#fff"
          stroke="#7F9DB4"
          strokeWidth="1.6"
          strokeLinejoin="round"
        />
        <path
          d="M28 17v26M17 22c3 0 5 0 7 1M17 28c3 0 5 0 7 1M39 22c-3 0-5 0-7 1M39 28c-3 0-5 0-7 1"
          stroke="#7F9DB4"
          strokeWidth="1.6"
          strokeLinecap="round"
        />
      </>
    ),
  },
  voucher: {
    ground: '#FBF4E6',
    drawing: (
      <>
        <path
          d="M10 19h36v6a3.5 3.5 0 000 7v6H10v-6a3.5 3.5 0 000-7z"
          fill="#fff"
          stroke="#C9A65B"
          strokeWidth="1.6"
          strokeLinejoin="round"
        />
        <path d="M34 20v17" stroke="#C9A65B" strokeWidth="1.6" strokeDasharray="2.5 3" />
        <path d="M17 26h11M17 31h8" stroke="#C9A65B" strokeWidth="2" strokeLinecap="round" />
      </>
    ),
  },
};

export interface OfferPictureProps {
  /** The drawing's; a voucher where the name is not known. */
  name: string;
  /** A photo to show instead. */
  pictureId?: string | null;
  size?: number;
}

/** The photo of an offer, or its drawing. */
export function OfferPicture({ name, pictureId = null, size = 48 }: OfferPictureProps) {
  if (pictureId !== null)
    return (
      <img
        src={addressOf(offers.picture, { params: { pictureId } })}
        width={size}
        height={size}
        alt=""
        loading="lazy"
        style={{ objectFit: 'cover', borderRadius: 8, display: 'block' }}
      />
    );
  const picture = DRAWINGS[name] ?? DRAWINGS.voucher;
  return (
    <svg width={size} height={size} viewBox="0 0 56 56" aria-hidden="true">
      <rect width="56" height="56" rx="10" fill={picture?.ground} />
      {picture?.drawing}
    </svg>
  );
}
