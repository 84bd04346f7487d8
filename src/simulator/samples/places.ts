/** A city: its province's sales tax in percent, and where deliveries go. The houses are of no one. */
interface City {
  tax: bigint;
  addresses: readonly [string, ...string[]];
}

const karachi: City = {
  tax: 13n,
  addresses: [
    'House 14-B, Street 7, Phase 5, DHA, Karachi',
    'Flat 302, Rufi Lake Drive, Gulistan-e-Jauhar Block 18, Karachi',
    'A-127, Block 13-D, Gulshan-e-Iqbal, Karachi',
    'مکان 21، بلاک ایچ، نارتھ ناظم آباد، کراچی',
    'House 9, Lane 3, PECHS Block 6, near Nursery, Karachi',
    'Office 512, Business Avenue, Shahrah-e-Faisal, Karachi',
  ],
};
const lahore: City = {
  tax: 16n,
  addresses: [
    '14-K, Gulberg II, near Main Market, Lahore',
    '۸۱ گلبرگ تھری، لاہور',
    '305-R1, Johar Town, Lahore',
    'House 221, Block H3, Johar Town, Lahore',
  ],
};
const islamabad: City = {
  tax: 15n,
  addresses: ['House 7, Street 33, F-7/1, Islamabad', 'فلیٹ ۱۲، آئی ایٹ مرکز، اسلام آباد'],
};

/** Where the branches are, in their order. Degrees are text, as Blink's events have them. */
export const places: readonly { latitude: string; longitude: string; city: City }[] = [
  { latitude: '24.8138240', longitude: '67.0299720', city: karachi },
  { latitude: '24.8659130', longitude: '67.0627450', city: karachi },
  { latitude: '24.7931580', longitude: '67.0645310', city: karachi },
  { latitude: '24.9180270', longitude: '67.0971050', city: karachi },
  { latitude: '24.8716410', longitude: '67.0599060', city: karachi },
  { latitude: '24.9372850', longitude: '67.0423170', city: karachi },
  { latitude: '31.5102370', longitude: '74.3440870', city: lahore },
  { latitude: '31.4697410', longitude: '74.2728460', city: lahore },
  { latitude: '31.3671920', longitude: '74.1845730', city: lahore },
  { latitude: '33.7206480', longitude: '73.0574160', city: islamabad },
  { latitude: '33.6688240', longitude: '73.0751960', city: islamabad },
  { latitude: '33.7100210', longitude: '73.0561490', city: islamabad },
];

/** Where a branch is that is not listed. */
export const elsewhere = { latitude: '24.8716410', longitude: '67.0599060', city: karachi };

/** What customers write to the kitchen; most write nothing. */
export const notes: readonly string[] = [
  '',
  '',
  '',
  '',
  'Less spicy please',
  'Extra raita, no onions',
  'مرچ کم رکھیں',
  'Nut allergy! No garnish on the kulfi.',
];
