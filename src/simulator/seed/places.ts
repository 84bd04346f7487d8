/** Where the branches are, in the order of the branches: latitude and longitude as Blink's events have them, as text. */
export const coordinates: readonly (readonly [latitude: string, longitude: string])[] = [
  ['24.8138240', '67.0299720'],
  ['24.8659130', '67.0627450'],
  ['24.7931580', '67.0645310'],
  ['24.9180270', '67.0971050'],
  ['24.8716410', '67.0599060'],
  ['24.9372850', '67.0423170'],
  ['31.5102370', '74.3440870'],
  ['31.4697410', '74.2728460'],
  ['31.3671920', '74.1845730'],
  ['33.7206480', '73.0574160'],
  ['33.6688240', '73.0751960'],
  ['33.7100210', '73.0561490'],
];

/** Where deliveries go. The houses are of no one. */
export const addresses: readonly string[] = [
  'House 14-B, Street 7, Phase 5, DHA, Karachi',
  'Flat 302, Rufi Lake Drive, Gulistan-e-Jauhar Block 18, Karachi',
  'A-127, Block 13-D, Gulshan-e-Iqbal, Karachi',
  'Plot 88-C, Khayaban-e-Nishat, opposite the park, Karachi',
  'R-45, Sector 15-A/4, Buffer Zone, Karachi',
  'مکان 21، بلاک ایچ، نارتھ ناظم آباد، کراچی',
  'House 9, Lane 3, PECHS Block 6, near Nursery, Karachi',
  'Office 512, Business Avenue, Shahrah-e-Faisal, Karachi',
];

/** What customers write to the kitchen; most write nothing. */
export const notes: readonly string[] = [
  '',
  '',
  '',
  '',
  'Less spicy please',
  'Extra raita, no onions',
  'مرچ کم رکھیں',
  'Call on arrival, the bell does not work',
];
