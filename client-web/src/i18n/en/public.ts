export const publicTexts = {
  title: 'Red Points',
  lead: 'Volunteering, mediation and culture earn points; canteens and shops near you take them. Where each point came from and went can be checked.',
  enter: 'Open',
  faces: {
    resident: { name: 'Residents', what: 'See points, check in by QR, redeem at shops', device: 'Phone' },
    merchant: { name: 'Shops', what: 'Take and confirm orders, see the day', device: 'Phone' },
    console: { name: 'Community console', what: 'Reviews, activities, publicity, settlement', device: 'Computer' },
    desk: { name: 'Staff desk', what: 'Show the code, scan cards, sign out, help elders', device: 'Staff phones' },
  },
  promises: {
    title: 'How this ledger behaves',
    append: { name: 'Add, never change', what: 'No entry is ever edited; a mistake is corrected by another entry.' },
    review: { name: 'Two people', what: 'Nobody reviews what they filed, organised or gain from.' },
    open: { name: 'Published first', what: 'Lists show surname and grid only; an objection holds an entry back.' },
    cash: { name: 'Not money', what: 'Points are not sold or passed on, and public services never depend on them.' },
  },
  notices: 'Public notices',
  digests: 'Ledger digests',
  api: 'API documentation',
} as const;
