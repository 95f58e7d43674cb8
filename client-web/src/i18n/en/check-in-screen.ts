export const checkInScreen = {
  pairing: {
    title: 'Register this screen',
    lead: 'Staff choose “Register a screen” under check-in screens and type these eight digits.',
    phone: 'On a phone: Desk → Me → Register a screen',
    left: 'New digits in {{time}}',
    label: 'Pairing code {{code}}',
  },
  idle: {
    title: 'Waiting for an activity',
    lead: 'The code appears here once staff have chosen an activity and started its check-in.',
    next: 'Next',
    name: 'This screen: {{name}}',
  },
  off: { title: 'This screen has been revoked', again: 'Pair again' },
  offline: 'No network, connecting again',
  starting: 'Connecting…',
} as const;
