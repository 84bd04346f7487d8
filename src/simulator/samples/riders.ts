/** Who carries the simulator's deliveries. The numbers are of no one: Pakistan has no prefix 0399. */
export const riders = [
  { name: 'Test Rider', contact: '+923990000001' },
  { name: 'Imran Masih', contact: '+923990000002' },
  { name: 'Sajid Khan', contact: '+923990000003' },
  { name: 'ندیم اختر', contact: '+923990000004' },
  { name: 'Bilal Hussain', contact: '+923990000005' },
] as const;
