/** Words of the domain that more than one face shows. */
export const domain = {
  category: { volunteering: 'Volunteering', mediation: 'Mediation', culture: 'Culture' },
  provenance: {
    qr_rotating: 'Rotating code',
    qr_static: 'Static code',
    witnessed: 'Witnessed',
    late: 'Late scan',
    backfilled: 'Backfilled',
    imported: 'Imported ledger',
    claimed: 'Claimed',
  },
  role: {
    resident: 'Resident',
    merchant_owner: 'Shop owner',
    merchant_staff: 'Shop staff',
    grid_officer: 'Grid officer',
    organiser: 'Organiser',
    community_admin: 'Community admin',
    street_admin: 'Street admin',
    district_admin: 'District admin',
    city_admin: 'City admin',
    auditor: 'Auditor',
    system_admin: 'System admin',
  },
} as const;
